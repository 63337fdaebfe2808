/** Names a room of the media server: 128 random bits, new with each generation of a meeting. */
export function newRoomName(): string {
  return `r_${Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')}`
}
