import { useEffect, useRef } from 'react'
import { useT } from '../i18n/i18n.ts'
import { initialsOf } from '../ui/People.tsx'
import type { Captured } from './capture.ts'

/** The person's own camera, mirrored. */
export function Preview({
  camera,
  functionLabel,
  name,
}: {
  camera: Captured
  functionLabel: string
  name: string
}) {
  const t = useT('rooms')
  return (
    <div className="tile preview">
      {camera.state === 'ready' ? (
        <Picture track={camera.track} label={t('preview.label')} />
      ) : (
        <span className="face" aria-hidden="true">
          {initialsOf(name)}
        </span>
      )}
      <div className="who">
        <b>{functionLabel}</b>
        {functionLabel ? <br /> : null}
        {name}
      </div>
    </div>
  )
}

function Picture({ track, label }: { track: MediaStreamTrack; label: string }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track])
  }, [track])
  return <video ref={video} className="mirrored" autoPlay muted playsInline aria-label={label} />
}
