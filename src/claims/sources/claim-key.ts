/** Days of a claim, both ends included, ISO dates. */
export type Days = { readonly from: string; readonly to: string }

/**
 * The key of a fact of a stretch of days: `study.count:党课@2022-01-01..2022-12-31`. It is the same in every version and
 * sheet, so that the claim can be evaluated again. Further scope follows the days: `…;member=M015`. Worked-out claims
 * wrap the keys of their parts: `share(a,b)`. Names in keys have `%@;,()` percent-encoded, so that a key reads back one way.
 */
export function claimKey(factKey: string, { from, to }: Days): string {
  return `${encodeName(factKey)}@${from}..${to}`
}

export function encodeName(name: string): string {
  return name.replaceAll(/[%@;,()]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

export function decodeName(name: string): string {
  return name.replaceAll(/%([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
}
