type Attribute = string | number | boolean | null | undefined | ((event: Event) => void)
export type Attributes = Readonly<Record<string, Attribute>>
export type Child = Node | string | null | undefined | false

/**
 * Builds one element. Functions become listeners (`onclick`), `true` an empty attribute; null, undefined and false are
 * left out. Strings are always text, never markup: this is the only way the page makes elements.
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value)
    else if (value === true) node.setAttribute(name, '')
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, String(value))
  }
  node.append(...kept(children))
  return node
}

/** Puts these in place of everything inside. */
export function fill(node: Element, ...children: readonly Child[]): void {
  node.replaceChildren(...kept(children))
}

/** An element of index.html; a missing one is a fault of the page itself. */
export function byId(id: string): HTMLElement {
  const node = document.getElementById(id)
  if (node === null) throw new Error(`index.html has no #${id}`)
  return node
}

let serial = 0

/** A fresh id, to tie labels and fields together. */
export function freshId(prefix: string): string {
  serial += 1
  return `${prefix}-${serial}`
}

/**
 * Brings a list of children in line with `wanted`, keeping nodes whose key and fingerprint are as before (with the
 * focus and what is typed in them), in the order given.
 */
export function reconcile(
  parent: Element,
  wanted: readonly { key: string; print: string; draw: () => HTMLElement }[],
): void {
  const before = new Map<string, HTMLElement>()
  for (const node of parent.children) {
    if (node instanceof HTMLElement && node.dataset['key'] !== undefined)
      before.set(node.dataset['key'], node)
  }
  let cursor: Element | null = parent.firstElementChild
  for (const { key, print, draw } of wanted) {
    const old = before.get(key)
    before.delete(key)
    let node = old
    if (node === undefined || prints.get(node) !== print) {
      node = draw()
      node.dataset['key'] = key
      prints.set(node, print)
      if (old === cursor) cursor = cursor?.nextElementSibling ?? null
      old?.remove()
    }
    if (node === cursor) cursor = cursor.nextElementSibling
    else parent.insertBefore(node, cursor)
  }
  for (const node of before.values()) node.remove()
}

const prints = new WeakMap<HTMLElement, string>()

function kept(children: readonly Child[]): (Node | string)[] {
  return children.filter((child) => child !== null && child !== undefined && child !== false)
}
