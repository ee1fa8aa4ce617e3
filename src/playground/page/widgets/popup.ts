import { el } from '../base/dom.ts'

/** Shows a popup in the top layer beside its anchor: below if there is room, else above; never beyond the window. */
export function showBeside(popup: HTMLElement, anchor: HTMLElement, width: 'anchor' | 'own' = 'own'): void {
  if (!popup.isConnected) (anchor.closest('dialog') ?? document.body).append(popup)
  if (!popup.matches(':popover-open')) popup.showPopover()
  const at = anchor.getBoundingClientRect()
  if (width === 'anchor') popup.style.width = `${Math.min(Math.max(at.width, 260), window.innerWidth - 8)}px`
  const below = window.innerHeight - at.bottom - 8
  const above = at.top - 8
  const upwards = below < Math.min(popup.scrollHeight, 240) && above > below
  popup.style.maxHeight = `${Math.max(80, Math.min(upwards ? above : below, 320))}px`
  popup.style.left = `${Math.max(4, Math.min(at.left, window.innerWidth - popup.offsetWidth - 4))}px`
  popup.style.top = upwards ? `${Math.max(4, at.top - popup.offsetHeight - 4)}px` : `${at.bottom + 4}px`
}

export type MenuItem = { label: string; note?: string; testId?: string; act: () => void }

/** A menu of actions under its button: arrows move, Enter acts, Esc or a click elsewhere closes. */
export function openMenu(anchor: HTMLElement, items: readonly MenuItem[]): void {
  const buttons = items.map((item) =>
    el(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        class: 'menu-item',
        'data-testid': item.testId,
        onclick: () => {
          menu.hidePopover()
          anchor.focus()
          item.act()
        },
      },
      item.label,
      item.note !== undefined && item.note !== '' && el('small', {}, item.note),
    ),
  )
  const menu = el('div', { class: 'popup menu', role: 'menu', popover: 'auto' }, ...buttons)
  menu.addEventListener('toggle', (event) => {
    if ('newState' in event && event.newState === 'closed') menu.remove()
  })
  menu.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = buttons.findIndex((button) => button === document.activeElement)
    buttons.at((at + step) % buttons.length)?.focus()
  })
  showBeside(menu, anchor)
  buttons[0]?.focus()
}
