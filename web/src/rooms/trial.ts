import { CheckStatus, ConnectionCheck } from 'livekit-client'
import { gateUrl } from './gate.ts'
import type { TrialTicket } from '../../../src/rooms/contract.ts'

const withinMs = 10_000

/** Whether a connection for picture and sound comes about with this ticket. */
export async function tryMedia({ token }: TrialTicket): Promise<boolean> {
  const check = new ConnectionCheck(gateUrl(), token, {
    connectOptions: { peerConnectionTimeout: withinMs, maxRetries: 0 },
  })
  const { status } = await check.checkWebRTC()
  return status === CheckStatus.SUCCESS
}
