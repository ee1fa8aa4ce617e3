import type { ChangeEvent, Done, PersonState } from '../../protocol/protocol.ts'

/**
 * What a person sees; null when the server does not answer. A refusal (an unknown person, a conversation that is not
 * theirs) comes back as its code.
 */
export async function getState(
  as: string,
  conversation: string | null,
): Promise<PersonState | string | null> {
  const query = new URLSearchParams({ as, limit: '200' })
  if (conversation !== null) query.set('conversation', conversation)
  const answer = await getJson(`/people/state?${query}`)
  if (answer === null) return null
  if (isState(answer)) return answer
  return isDone(answer) && answer.error !== undefined ? answer.error : 'bad_answer'
}

/** Does what a person does. Never throws: no answer is `{ ok: false, error: 'no_answer' }`. */
export async function postTo<Answer extends Done>(what: string, body: object): Promise<Answer> {
  try {
    const response = await fetch(`/people/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await response.json()) as Answer
  } catch {
    return { ok: false, error: 'no_answer' } as Answer
  }
}

/** Listens for changes until told to stop. The browser reconnects by itself; `lost` says whether it has to. */
export function listen(
  as: string,
  heard: (change: ChangeEvent) => void,
  lost: (isLost: boolean) => void,
): () => void {
  const source = new EventSource(`/people/events?${new URLSearchParams({ as })}`)
  source.addEventListener('change', (event) => {
    lost(false)
    heard(JSON.parse(String(event.data)) as ChangeEvent)
  })
  source.addEventListener('open', () => lost(false))
  let again: ReturnType<typeof setTimeout> | undefined
  let stop = (): void => source.close()
  source.addEventListener('error', () => {
    lost(true)
    // After an HTTP error the browser gives up for good; the server may only be starting again.
    if (source.readyState !== EventSource.CLOSED) return
    again = setTimeout(() => {
      stop = listen(as, heard, lost)
    }, 1500)
  })
  return () => {
    clearTimeout(again)
    source.close()
    stop()
  }
}

async function getJson(path: string): Promise<unknown> {
  try {
    const response = await fetch(path, { headers: { accept: 'application/json' } })
    return await response.json()
  } catch {
    return null
  }
}

function isState(answer: unknown): answer is PersonState {
  return typeof answer === 'object' && answer !== null && 'users' in answer && 'conversations' in answer
}

function isDone(answer: unknown): answer is Done {
  return typeof answer === 'object' && answer !== null && 'ok' in answer
}
