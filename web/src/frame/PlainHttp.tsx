import { useT } from '../i18n/i18n.ts'
import { Panel } from '../ui/Panel.tsx'

/** Whether browsers keep no session here: over http, except on the same machine. */
export const isPlainHttp = ({ protocol, hostname }: Pick<Location, 'protocol' | 'hostname'>) =>
  protocol === 'http:' && !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)

/** Says why nobody can sign in at this address, and what to do. */
export function PlainHttp() {
  const common = useT('common')
  return (
    <div className="centred one">
      <Panel isRoomy>
        <div className="stack" role="alert">
          <h1>{common('plainHttp.title')}</h1>
          <p>{common('plainHttp.why')}</p>
          <p>{common('plainHttp.todo')}</p>
          <p className="soft">{common('plainHttp.forIt')}</p>
        </div>
      </Panel>
    </div>
  )
}
