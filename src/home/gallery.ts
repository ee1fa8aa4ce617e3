import type { WebClient } from '@slack/web-api'
import { inTransaction, nowOf, type Context } from '../context.ts'
import type { Drawing } from './drawing.ts'
import { hashOf, type Picture } from './picture.ts'
import { findPicture, forgetPictures, forgetUnused, keepPicture } from './pictures-store.ts'

/** The pictures of all workspaces, as files in Slack. Equal content is drawn and uploaded once. */
export type Gallery = {
  /** The file of a picture that was uploaded before; else null. */
  find(ctx: Context, picture: Picture): Promise<string | null>
  /** The file of a picture, drawn and uploaded if it must be. Throws when it cannot be. */
  obtain(ctx: Context, picture: Picture): Promise<string>
  /** For files that Slack no longer has. */
  forget(ctx: Context, fileIds: readonly string[]): Promise<void>
}

/** A picture that was not looked at so long is deleted in Slack too. */
const UNUSED_DAYS = 30
/** Old files deleted with each new one, so that it takes no long time; there are never more new ones than that. */
const DELETED_AT_ONCE = 3

export function createGallery(drawing: Drawing): Gallery {
  const underWay = new Map<string, Promise<string>>()
  const find = async (ctx: Context, picture: Picture) =>
    await inTransaction(ctx, async ({ db }) => await findPicture(db, hashOf(picture), nowOf(ctx)))
  return {
    find,
    obtain: async (ctx, picture) => {
      const key = `${ctx.teamId} ${hashOf(picture)}`
      const begun = underWay.get(key)
      if (begun !== undefined) return await begun
      const obtained = find(ctx, picture).then(
        async (known) => known ?? (await makePicture(ctx, drawing, picture)),
      )
      underWay.set(key, obtained)
      return await obtained.finally(() => underWay.delete(key))
    },
    forget: async (ctx, fileIds) => {
      await inTransaction(ctx, async ({ db }) => await forgetPictures(db, fileIds))
    },
  }
}

async function makePicture(ctx: Context, drawing: Drawing, picture: Picture): Promise<string> {
  // Forms that people wait for must not queue behind an upload.
  const client = ctx.slack?.bulk
  if (client === undefined) throw new Error('pictures are made where Slack is reached')
  const png = await drawing.draw(picture.chart)
  const fileId = await upload(client, picture, png)
  const kept = await inTransaction(
    ctx,
    async ({ db }) => await keepPicture(db, hashOf(picture), fileId, nowOf(ctx)),
  )
  // Another process made the same one in the meantime.
  if (kept !== fileId) await deleteFiles(ctx, client, [fileId])
  await deleteFiles(ctx, client, await unusedFiles(ctx))
  return kept
}

async function upload(client: WebClient, picture: Picture, png: Uint8Array): Promise<string> {
  const filename = `${picture.name}.png`
  const { files } = await client.filesUploadV2({ file: Buffer.from(png), filename, title: filename })
  const id = files[0]?.files?.[0]?.id
  if (id === undefined) throw new Error(`Slack took ${filename} and named no file`)
  return id
}

async function unusedFiles(ctx: Context): Promise<string[]> {
  const since = new Date(nowOf(ctx).getTime() - UNUSED_DAYS * 24 * 3600 * 1000)
  return await inTransaction(ctx, async ({ db }) => await forgetUnused(db, since, DELETED_AT_ONCE))
}

/** A file that cannot be deleted stays behind in Slack, which harms nobody. */
async function deleteFiles(ctx: Context, client: WebClient, fileIds: readonly string[]): Promise<void> {
  for (const file of fileIds) {
    await client.files.delete({ file }).catch((error: unknown) => {
      ctx.log.warn({ err: error, file }, 'an old picture could not be deleted')
    })
  }
}
