import type { ChangeEvent } from '../protocol/protocol.ts'
import type { Touched } from '../state/state.ts'
import type { World } from '../state/world.ts'

/** Changes within so many milliseconds go out together. */
const TOGETHER = 30

/**
 * Tells what changes on this person's screen, at first with nothing but the revision. Returns how to stop.
 */
export function watchChanges(world: World, person: string, tell: (change: ChangeEvent) => void): () => void {
  let waiting: Touched[] = []
  let timer: NodeJS.Timeout | null = null
  const send = (): void => {
    const change = changeFrom(world, waiting)
    waiting = []
    timer = null
    tell(change)
  }
  const stop = world.store.onTouched((touched) => {
    if (!concerns(world, person, touched)) return
    waiting.push(touched)
    timer ??= setTimeout(send, TOGETHER)
  })
  send()
  return () => {
    stop()
    if (timer !== null) clearTimeout(timer)
  }
}

function concerns(world: World, person: string, touched: Touched): boolean {
  if (touched.people === true || touched.clock === true) return true
  if (touched.only !== undefined && touched.only !== person) return false
  if (touched.modalOf !== undefined) return touched.modalOf === person
  if (touched.homeOf !== undefined) return touched.homeOf === person
  const conversation = touched.conversation ?? touched.stream?.channel
  return conversation !== undefined && world.store.isMember(person, conversation)
}

function changeFrom(world: World, touched: readonly Touched[]): ChangeEvent {
  const streams = new Map(
    touched.flatMap(({ stream }) =>
      stream === undefined ? [] : [[`${stream.channel} ${stream.ts}`, stream]],
    ),
  )
  return {
    revision: world.store.revision,
    conversations: [...new Set(touched.flatMap(({ conversation }) => conversation ?? []))],
    streams: [...streams.values()],
    modal: touched.some(({ modalOf }) => modalOf !== undefined),
    home: touched.some(({ homeOf }) => homeOf !== undefined),
    clock: touched.some(({ clock }) => clock === true),
    people: touched.some(({ people }) => people === true),
  }
}
