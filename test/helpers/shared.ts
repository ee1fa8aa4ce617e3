import { afterAll, beforeAll } from 'vitest'

/**
 * What `open` makes before the first case of the suite that this stands in, and what is closed after its last: a
 * database, an office, a house. It stands for the value and is not to be touched before. Those named first are opened
 * first and closed last.
 */
export function shared<T extends object>(open: () => T | Promise<T>): T {
  let value: T | undefined
  const opened = (): T => {
    if (value === undefined)
      throw new Error('this is opened before the first case of its suite, and not earlier')
    return value
  }
  beforeAll(async () => {
    value = await open()
  })
  afterAll(async () => {
    if (value !== undefined && Symbol.asyncDispose in value)
      await (value as AsyncDisposable)[Symbol.asyncDispose]()
    value = undefined
  })
  return new Proxy({} as T, {
    get: (_, name) => Reflect.get(opened(), name) as unknown,
    has: (_, name) => name in opened(),
    ownKeys: () => Reflect.ownKeys(opened()),
    getOwnPropertyDescriptor: (_, name) => {
      const own = Reflect.getOwnPropertyDescriptor(opened(), name)
      return own && { ...own, configurable: true }
    },
  })
}
