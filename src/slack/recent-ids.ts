/** Slack sends a request again for some minutes when it is not sure that it was heard. */
const REMEMBERED = 2000

/** The ids of the latest requests and events. What another process of the same bot hears, Slack does not send here too. */
export class RecentIds {
  readonly #ids = new Set<string>()

  isNew(id: string): boolean {
    if (this.#ids.has(id)) return false
    this.#ids.add(id)
    if (this.#ids.size > REMEMBERED) for (const oldest of this.#ids.values()) return this.#ids.delete(oldest)
    return true
  }
}
