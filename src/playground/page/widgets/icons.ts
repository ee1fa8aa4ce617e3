const svg = 'http://www.w3.org/2000/svg'

/** Drawn lines on a 24 × 24 field: a machine without a font for emoji still shows what a button is for. */
const paths = {
  clock: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7.5V12l3 2',
  clip: 'M20 11.5l-7.8 7.8a5 5 0 0 1-7.1-7.1l8-8a3.4 3.4 0 0 1 4.8 4.8l-8 8a1.7 1.7 0 0 1-2.4-2.4l7.3-7.3',
  bolt: 'M13 3L5.5 13.5H11L10 21l8-11h-5.5z',
  send: 'M4 12l16-8l-4 16l-4.5-6.5zM11.5 13.5L20 4',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
} as const

/** A small picture in the colour of the text around it; not read aloud. */
export function icon(name: keyof typeof paths): SVGElement {
  const node = document.createElementNS(svg, 'svg')
  node.setAttribute('viewBox', '0 0 24 24')
  node.setAttribute('class', 'drawn')
  node.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', paths[name])
  node.append(path)
  return node
}
