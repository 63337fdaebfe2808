/**
 * The ways to take part: vor Ort, virtuell zugeschaltet, telefonisch zugeschaltet. They are equal
 * and have this order everywhere. Everything that depends on a mode is made from these rows;
 * `docs/changing.md` says what another mode needs besides.
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
  /** takes one of the room's seats */
  takesSeat: boolean
  /** lead and KGS enter people by hand */
  isEnteredAtDoor: boolean
  /** needs the staff's number and code */
  dialsIn: boolean
  /** the media server's kind of such a connection; null: the mode does not use it */
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

/** Whether a promise of `mode` takes a seat; null: no mode was promised. */
export function takesSeat(mode: Mode | null | undefined): boolean {
  return mode ? modeTable[mode].takesSeat : false
}

/** Whether a promise of `mode` needs the dial-in code; null: no mode was promised. */
export function dialsIn(mode: Mode | null | undefined): boolean {
  return mode ? modeTable[mode].dialsIn : false
}

/** One value for each mode. */
export function perMode<T>(of: (mode: Mode) => T): Record<Mode, T> {
  // fromEntries is given every mode
  return Object.fromEntries(modes.map(mode => [mode, of(mode)])) as Record<Mode, T>
}

/** The mode of a connection of this kind. */
export function modeOfConnection(kind: NonNullable<ModeFacts['mediaKind']>): Mode {
  return modes.find(mode => modeTable[mode].mediaKind === kind)! // the table has a row for each kind
}
