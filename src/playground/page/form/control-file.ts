import type { UploadAnswer } from '../../protocol/protocol.ts'
import { hooks, type Control, type ControlWish } from './control.ts'
import { el, fill } from '../base/dom.ts'

/** Names of files uploaded from this page, by id: the form keeps ids only. */
const names = new Map<string, string>()

/** Files of a form: each is uploaded when it is chosen, and named below. */
export function fileControl(wish: ControlWish): Control {
  const { element, page } = wish
  let ids = [...(wish.input.files ?? [])]
  const list = el('ul', { class: 'picked-files', 'aria-live': 'polite' })
  const draw = (): void =>
    fill(list, ...ids.map((id) => el('li', {}, names.get(id) ?? id, ' ', awayButton(id))))
  const awayButton = (id: string): HTMLElement => {
    const away = (): void => {
      ids = ids.filter((one) => one !== id)
      wish.changed({ files: ids }, true)
      draw()
    }
    return el('button', { type: 'button', 'aria-label': page.words.remove, onclick: away }, '×')
  }
  const take = async (): Promise<void> => {
    for (const file of field.files ?? []) {
      if (ids.length >= (element.max_files ?? 10)) break
      const body = { name: file.name, content: await base64Of(file) }
      const answer = await page.post<UploadAnswer>('upload', body)
      if (answer.file === undefined) continue
      names.set(answer.file.id, answer.file.name)
      ids = [...ids, answer.file.id]
    }
    field.value = ''
    wish.changed({ files: ids }, true)
    draw()
  }
  const field = el('input', {
    ...hooks(element, wish.blockId),
    type: 'file',
    'aria-label': wish.label,
    multiple: (element.max_files ?? 10) > 1,
    accept: element.filetypes?.map((type) => `.${type}`).join(','),
    onchange: () => void take(),
  })
  draw()
  return { node: el('div', { class: 'file-field' }, field, list), focus: field }
}

/** A file's bytes as the upload wants them. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x80_00) {
    binary += String.fromCodePoint(...bytes.subarray(at, at + 0x80_00))
  }
  return btoa(binary)
}
