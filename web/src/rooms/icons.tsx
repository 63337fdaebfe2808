const paths = {
  microphone:
    'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4M8 21h8',
  camera: 'M3 7h12v10H3zM15 11l6-3v8l-6-3',
  screen: 'M3 5h18v11H3zM9 20h6M12 8v5M9.5 10.5 12 8l2.5 2.5',
  hand: 'M7 12V6m3 5V4m3 7V5m3 7V8M7 12c-2-1-3 0-2 2 2 4 4 7 8 7s5-3 5-9',
  settings: 'M4 7h10m4 0h2M4 17h2m4 0h10M14 5v4M10 15v4',
  help: 'M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17v1M12 3a9 9 0 1 0 .1 0',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  leave: 'M14 4h6v16h-6M4 12h11M8 8l-4 4 4 4',
} as const
export type IconName = keyof typeof paths

/** An icon; its word always stands beside it. */
export function Icon({ name, isOff = false }: { name: IconName; isOff?: boolean }) {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
      {isOff ? <path d="M4 3l16 18" /> : null}
    </svg>
  )
}
