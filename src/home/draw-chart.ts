import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'
import { None, parse, textMetrics, View } from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'

/** The family that the bundled font files name themselves. resvg drops text without a word when it knows no font. */
const FAMILY = 'Noto Sans S Chinese'
const FONT_FOLDER = new URL('../fonts/', import.meta.resolve('@embedpdf/fonts-sc'))
const FONT_FILES = ['NotoSansHans-Regular.otf', 'NotoSansHans-Bold.otf'].map((file) =>
  fileURLToPath(new URL(file, FONT_FOLDER)),
)

/** Pixels to a CSS pixel: charts stay sharp on dense screens. */
const SCALE = 2

/** A chart as a PNG. Loads some 80 MB of libraries and fonts and takes a second: to be called in a worker only. */
export async function drawChart(chart: TopLevelSpec): Promise<Uint8Array> {
  const { spec } = compile({ ...chart, config: { ...chart.config, font: FAMILY } })
  const view = new View(parse(spec), { renderer: 'none', logLevel: None })
  const svg = await view.toSVG()
  view.finalize()
  const drawn = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: FAMILY },
    background: '#ffffff',
  })
  return drawn.render().asPng()
}

declare module 'vega' {
  // Exported by the package, and missing in its types.
  export const textMetrics: { width: (item: { readonly fontSize?: number }, text: unknown) => number }
}

// Without a canvas Vega takes every character for 0.8 of the font's size, too little for Chinese: labels were cut off.
textMetrics.width = ({ fontSize = 11 }, text) => {
  const signs = typeof text === 'string' || typeof text === 'number' ? [...String(text)] : []
  return signs.reduce((width, sign) => width + (isWide(sign) ? fontSize : fontSize * 0.6), 0)
}

/** Whether a character is as wide as it is high: Chinese, its punctuation, full-width forms, pictures. */
function isWide(sign: string): boolean {
  return /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[^\u0000-\uFFFF]/u.test(
    sign,
  )
}
