/**
 * How a person can take part: vor Ort, virtuell zugeschaltet, telefonisch zugeschaltet. Equals, in this order everywhere. All
 * that depends on a mode is made from these rows; `docs/changing.md` says what a further one needs besides.
 */
export const modeTable = {
  onSite: {
    isRemote: false,
    takesSeat: true,
    isEnteredAtDoor: true,
    dialsIn: false,
    mediaKind: null,
  },
  video: {
    isRemote: true,
    takesSeat: false,
    isEnteredAtDoor: false,
    dialsIn: false,
    mediaKind: 'standard',
  },
  phone: {
    isRemote: true,
    takesSeat: false,
    isEnteredAtDoor: true,
    dialsIn: true,
    mediaKind: 'sip',
  },
} as const satisfies Record<string, ModeFacts>

type ModeFacts = {
  isRemote: boolean
  /** counts against the seats of the room */
  takesSeat: boolean
  /** lead and KGS enter people in it by hand */
  isEnteredAtDoor: boolean
  /** needs the staff's number and code */
  dialsIn: boolean
  /** what the media server calls who connects so; null: it knows nothing of them */
  mediaKind: 'standard' | 'sip' | null
}

export type Mode = keyof typeof modeTable
export type DoorMode = {
  [M in Mode]: (typeof modeTable)[M]['isEnteredAtDoor'] extends true ? M : never
}[Mode]

// the keys of the table, in its order
export const modes = Object.keys(modeTable) as [Mode, ...Mode[]]
export const doorModes = modes.filter(mode => modeTable[mode].isEnteredAtDoor) as [
  DoorMode,
  ...DoorMode[],
]
export const remoteModes = modes.filter(mode => modeTable[mode].isRemote)

/** Whether somebody who promised `mode` needs a chair; null: promised none. */
export function takesSeat(mode: Mode | null | undefined): boolean {
  return mode ? modeTable[mode].takesSeat : false
}

/** Whether somebody who promised `mode` is told the code of the dial-in; null: promised none. */
export function dialsIn(mode: Mode | null | undefined): boolean {
  return mode ? modeTable[mode].dialsIn : false
}

/** One value for each mode. */
export function perMode<T>(of: (mode: Mode) => T): Record<Mode, T> {
  // made of all modes
  return Object.fromEntries(modes.map(mode => [mode, of(mode)])) as Record<Mode, T>
}

/** The mode of somebody whom the media server reports with this kind of connection. */
export function modeOfConnection(kind: NonNullable<ModeFacts['mediaKind']>): Mode {
  return modes.find(mode => modeTable[mode].mediaKind === kind)! // each kind stands in the table
}
