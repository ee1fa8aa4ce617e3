type Waiting<I, O> = {
  readonly item: I
  readonly resolve: (result: O) => void
  readonly reject: (error: unknown) => void
}

/**
 * Lets calls that come at the same time be done together: while some are being done, the next gather. `work` takes up to
 * `most` items and returns a result for each, in their order; when it throws, each of its callers is told.
 */
export function gather<I, O>(
  work: (items: readonly I[]) => Promise<readonly O[]>,
  most: number,
): (item: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = []
  let isWorking = false
  const doTogether = async (some: readonly Waiting<I, O>[]) => {
    try {
      const results = await work(some.map(({ item }) => item))
      some.forEach(({ resolve }, index) => {
        resolve(results[index]!)
      })
    } catch (error) {
      for (const { reject } of some) reject(error)
    }
  }
  const doAll = async () => {
    while (waiting.length > 0) await doTogether(waiting.splice(0, most))
    isWorking = false
  }
  return async (item) =>
    await new Promise<O>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isWorking) return
      isWorking = true
      // What is asked in the same turn comes along.
      setImmediate(() => void doAll())
    })
}
