import { el } from '../base/dom.ts'
import { safeHref } from '../text/inline.ts'
import type { Scene } from './scene.ts'

type Pictured = { image_url?: string; slack_file?: { id?: string; url?: string }; alt_text?: string }

/** An image by address or by the id of an uploaded file; its alternative text stands in when it cannot be shown. */
export function drawPicture(scene: Scene, of: Pictured, style: string): HTMLElement {
  const source = sourceOf(scene, of)
  const alt = of.alt_text ?? ''
  if (source === null) return el('span', { class: 'unknown' }, alt === '' ? scene.page.words.noPicture : alt)
  const image = el('img', { src: source, alt, class: style, loading: 'lazy' })
  image.addEventListener('error', () => {
    image.replaceWith(el('span', { class: 'unknown' }, alt === '' ? scene.page.words.noPicture : alt))
  })
  return image
}

function sourceOf(scene: Scene, { image_url: address, slack_file: file }: Pictured): string | null {
  const url = address ?? file?.url
  if (url !== undefined) return safeHref(url)
  if (file?.id === undefined) return null
  const known = scene.files.find((one) => one.id === file.id)
  return safeHref(known?.url ?? `/files/${encodeURIComponent(file.id)}/image`)
}
