import { setTimeout as wait } from 'node:timers/promises'
import type { HomeView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Caller } from '../members/caller.ts'
import { essayDeadline } from '../deadlines/settings/essay-deadline.ts'
import type { Month } from '../time/month.ts'
import type { Home } from './home.ts'
import { homeView, type Shown, type ShownPictures } from './home-view.ts'
import { loadHome } from './load-home.ts'
import { essaySquaresPicture } from './essay-squares.ts'
import type { Gallery } from './gallery.ts'
import type { Picture } from './picture.ts'
import { weeklyRecordsPicture } from './weekly-records.ts'

type Asked = Omit<Caller, 'requestId'>
/** `squares` null: nobody is there to draw a row for. */
type Pictures = { readonly weekly: Picture; readonly squares: Picture | null }

/** Slack may still be looking at a new file when a view names it: tried again after so many milliseconds. */
const PATIENCE_MS = [0, 500, 1500, 4000]

/**
 * Publishes App Home to a member: with its text at once, and again when pictures that had to be drawn are in Slack.
 * A Home that was published in the meantime stays.
 */
export async function publishHome(
  caller: Asked,
  userId: string,
  client: WebClient,
  gallery: Gallery,
): Promise<void> {
  const home = await loadHome(caller)
  const pictures = picturesOf(home, caller)
  const known = pictures === null ? WITHOUT : await knownPictures(caller, pictures, gallery)
  const { published, shown } = await publishKnown(caller, home, known, { userId, client, gallery })
  if (pictures === null || !isDrawing(shown)) return
  const [weekly, squares] = await Promise.all([
    obtain(caller, pictures.weekly, gallery),
    obtain(caller, pictures.squares, gallery),
  ])
  await publishWhenReady(caller, home, { weekly, squares }, { userId, client, hash: published })
}

const WITHOUT: ShownPictures = { weekly: { state: 'drawing' }, squares: { state: 'drawing' } }

function isDrawing({ weekly, squares }: ShownPictures): boolean {
  return weekly.state === 'drawing' || squares.state === 'drawing'
}

function picturesOf(home: Home, { ctx, workspace, locale }: Asked): Pictures | null {
  if (home.office === null) return null
  const isDue = (month: Month) =>
    Temporal.Instant.compare(ctx.clock.now(), essayDeadline(month, workspace).at) > 0
  return {
    weekly: weeklyRecordsPicture(home.today.year, home.office.weeks, locale),
    squares: home.office.grid.rows.length === 0 ? null : essaySquaresPicture(home.office.grid, isDue, locale),
  }
}

async function knownPictures(caller: Asked, pictures: Pictures, gallery: Gallery): Promise<ShownPictures> {
  const known = async (picture: Picture | null): Promise<Shown> => {
    if (picture === null) return { state: 'none' }
    const fileId = await gallery.find(caller.ctx, picture)
    return fileId === null ? { state: 'drawing' } : { state: 'ready', fileId, altText: picture.altText }
  }
  return { weekly: await known(pictures.weekly), squares: await known(pictures.squares) }
}

async function obtain(caller: Asked, picture: Picture | null, gallery: Gallery): Promise<Shown> {
  if (picture === null) return { state: 'none' }
  try {
    return {
      state: 'ready',
      fileId: await gallery.obtain(caller.ctx, picture),
      altText: picture.altText,
    }
  } catch (error) {
    caller.ctx.log.error({ err: error, picture: picture.name }, 'a picture of App Home could not be shown')
    return { state: 'failed' }
  }
}

/** The first view. Slack refuses it when a file in it was deleted there: then it is forgotten and drawn again. */
async function publishKnown(
  caller: Asked,
  home: Home,
  known: ShownPictures,
  to: { readonly userId: string; readonly client: WebClient; readonly gallery: Gallery },
): Promise<{ readonly published: string | undefined; readonly shown: ShownPictures }> {
  const { userId, client, gallery } = to
  const fileIds = [known.weekly, known.squares].flatMap((one) => (one.state === 'ready' ? [one.fileId] : []))
  try {
    return { published: await publish(client, userId, homeView(home, known, caller.locale)), shown: known }
  } catch (error) {
    if (fileIds.length === 0 || !isOfBlocks(error)) throw error
    await gallery.forget(caller.ctx, fileIds)
    return {
      published: await publish(client, userId, homeView(home, WITHOUT, caller.locale)),
      shown: WITHOUT,
    }
  }
}

async function publishWhenReady(
  { ctx, locale }: Asked,
  home: Home,
  pictures: ShownPictures,
  to: { readonly userId: string; readonly client: WebClient; readonly hash: string | undefined },
): Promise<void> {
  const view = homeView(home, pictures, locale)
  for (const delay of PATIENCE_MS) {
    await wait(delay)
    try {
      await publish(to.client, to.userId, view, to.hash)
      return
    } catch (error) {
      if (refusalOf(error) === 'hash_conflict') return
      if (!isOfBlocks(error)) {
        ctx.log.error({ err: error }, 'App Home could not be completed with its pictures')
        return
      }
    }
  }
  ctx.log.error({}, 'Slack does not take the new pictures of App Home')
  const failed: ShownPictures = { weekly: { state: 'failed' }, squares: { state: 'failed' } }
  await publish(to.client, to.userId, homeView(home, failed, locale), to.hash)
}

/** Returns the published view's hash. With `hash`, only if that one is still what the person has. */
async function publish(
  client: WebClient,
  userId: string,
  view: HomeView,
  hash?: string,
): Promise<string | undefined> {
  const answer = await client.views.publish({
    user_id: userId,
    view,
    ...(hash === undefined ? {} : { hash }),
  })
  return answer.view?.hash
}

/** Slack refuses a picture of a file that it does not have, or not yet, with either. */
function isOfBlocks(error: unknown): boolean {
  return ['invalid_blocks', 'invalid_arguments'].includes(refusalOf(error))
}

function refusalOf(error: unknown): string {
  const { data } = error as { data?: { error?: string } }
  return data?.error ?? ''
}
