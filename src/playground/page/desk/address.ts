import type { Place } from '../base/page.ts'

/** Who acts, and where they look, as kept in the address: a reload or a copied link comes back to the same place. */
export type Address = Place & { as: string }

export function readAddress(hash: string): Address {
  const query = new URLSearchParams(hash.replace(/^#/, ''))
  return { as: query.get('as') ?? '', in: query.get('in') ?? '', thread: query.get('thread') }
}

export function writeAddress(address: Address): string {
  const query = new URLSearchParams({ as: address.as, in: address.in })
  if (address.thread !== null) query.set('thread', address.thread)
  return `#${query}`
}
