import { BULK_PATIENCE } from '../../slack/connection/clients.ts'

/** How long each part of a delivery may take, in seconds. */
export type DeliveryTimes = {
  /** From the moment at which a row is said to be `sending` until the request must have left this process. */
  readonly leaveWithin: number
  /** From the same moment until whoever said so is taken for dead. */
  readonly lease: number
  /** How long a lost answer's message is given to arrive in the history. */
  readonly settleAfter: number
  /** After a second post: when the first one, had it been on its way all the time, must have arrived. */
  readonly twinAfter: number
  /** Between attempts while Slack bars the bot, as with a revoked token. */
  readonly barredFor: number
}

/**
 * The lease is longer than leaving, the answer's time and, as much again, the way into the history together: who finds
 * it over may look there, and what is not there will not come.
 */
export const deliveryTimes: DeliveryTimes = {
  leaveWithin: 10,
  lease: 10 + 2 * BULK_PATIENCE + 5,
  settleAfter: 10,
  twinAfter: 300,
  barredFor: 60,
}
