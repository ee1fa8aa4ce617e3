import { el } from '../base/dom.ts'
import { drawPlain, drawText } from '../text/draw-inline.ts'
import type { Page } from '../base/page.ts'
import type { Confirm } from '../base/shapes.ts'

/** Asks before a dangerous button acts. True when the person agreed. */
export function askConfirm(page: Page, confirm: Confirm): Promise<boolean> {
  const { words } = page
  return new Promise((resolve) => {
    const danger = confirm.style === 'danger' ? 'button danger' : 'button primary'
    const yes = el(
      'button',
      { class: danger, value: 'yes', 'data-testid': 'confirm-yes' },
      ...(confirm.confirm === undefined ? [words.confirm] : drawPlain(confirm.confirm)),
    )
    const no = el(
      'button',
      { class: 'button', value: 'no', 'data-testid': 'confirm-no' },
      ...(confirm.deny === undefined ? [words.cancel] : drawPlain(confirm.deny)),
    )
    const title = confirm.title === undefined ? [words.sure] : drawPlain(confirm.title)
    const form = el(
      'form',
      { method: 'dialog' },
      el('h2', {}, ...title),
      el('div', { class: 'confirm-text' }, ...drawText(page, confirm.text)),
      el('div', { class: 'dialog-foot' }, no, yes),
    )
    const dialog = el('dialog', { class: 'confirm', 'data-testid': 'confirm' }, form)
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'yes')
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}
