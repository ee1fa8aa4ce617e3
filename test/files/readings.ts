import { MemberFacingError } from '../../src/errors.ts'

/** What the threads of read-apart.test.ts are asked to do. */
export async function swapped(one: string, other: string): Promise<string[]> {
  return await Promise.resolve([other, one])
}

export async function refused(): Promise<never> {
  return await Promise.reject(new MemberFacingError({ zh: '不是表', en: 'no table' }))
}

export async function endless(): Promise<never> {
  return await new Promise(() => {
    setInterval(() => undefined, 1000)
  })
}

export async function grown(): Promise<number> {
  const held: number[][] = []
  for (;;) {
    held.push(Array.from({ length: 100_000 }, (_, at) => at + held.length))
    if (held.length === 1_000_000) return await Promise.resolve(held.length)
  }
}
