import { useT } from '../i18n/i18n.ts'
import { Select } from '../ui/Field.tsx'
import { canChooseSpeaker, type Device, type DeviceKind } from './devices.ts'
import type { DeviceChoice } from './choice.ts'

const order: readonly DeviceKind[] = ['camera', 'microphone', 'speaker']

/** One menu for each kind of device. */
export function DeviceMenus({
  devices,
  chosen,
  onChoose,
}: {
  devices: Record<DeviceKind, readonly Device[]>
  chosen: DeviceChoice
  onChoose: (kind: DeviceKind, id: string) => void
}) {
  const t = useT('rooms')
  return (
    <div className="device-menus">
      {order.map(kind =>
        kind === 'speaker' && !canChooseSpeaker() ? (
          <p key={kind} className="secondary soft">
            {t('device.systemSpeaker')}
          </p>
        ) : (
          <Select
            key={kind}
            label={t(`device.${kind}`)}
            // a device that was unplugged is not in the list
            value={devices[kind].some(each => each.id === chosen[kind]) ? chosen[kind] : ''}
            onChange={id => onChoose(kind, id)}
            options={[
              { value: '', label: t('device.default') },
              ...devices[kind].map((each, i) => ({
                value: each.id,
                label: each.label || t('device.unnamed', { number: i + 1 }),
              })),
            ]}
          />
        ),
      )}
    </div>
  )
}
