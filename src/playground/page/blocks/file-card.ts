import type { FileSeen } from '../../protocol/protocol.ts'
import { el } from '../base/dom.ts'
import { icon } from '../widgets/icons.ts'
import { safeHref } from '../text/inline.ts'
import type { Page } from '../base/page.ts'

/** A file to download; pictures are shown as well. */
export function fileCard(page: Page, file: FileSeen): HTMLElement {
  const href = safeHref(file.url)
  const shown = file.title === '' ? file.name : file.title
  const picture =
    href !== null && /^image\/(?:png|jpeg|gif|webp|svg\+xml)$/.test(file.mimetype)
      ? el('img', { src: href, alt: shown, class: 'block-image', loading: 'lazy' })
      : null
  return el(
    'div',
    { class: 'file' },
    picture,
    el(
      'a',
      { href, download: file.name, class: 'file-card', 'data-testid': 'file', 'data-file-id': file.id },
      el('span', { class: 'file-icon' }, icon('file')),
      el('span', { class: 'file-name' }, shown),
      el('small', {}, `${file.name} · ${sizeOf(file.size)} · ${page.words.download}`),
    ),
  )
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
