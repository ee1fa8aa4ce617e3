import { createHash } from 'node:crypto'
import type { TopLevelSpec } from 'vega-lite'

/** What a picture is drawn from, and what it says to those who do not see it. */
export type Picture = {
  /** For the file's name: lower-case words with hyphens. */
  readonly name: string
  /** A Vega-Lite chart with its data inside. */
  readonly chart: TopLevelSpec
  /** All that the picture shows, in words; Slack takes 2,000 characters. */
  readonly altText: string
}

/** The exact versions of the packages that draw: with another of them the same chart may come out differently. */
export const DRAWN_BY = {
  vega: '6.4.0',
  'vega-lite': '6.5.0',
  '@resvg/resvg-js': '2.6.2',
  '@embedpdf/fonts-sc': '1.0.0',
} as const

/** The same for equal content, in any process: SHA-256 of the chart with its data and of what draws it. */
export function hashOf({ chart }: Pick<Picture, 'chart'>): string {
  return createHash('sha256')
    .update(JSON.stringify([DRAWN_BY, chart]))
    .digest('hex')
}

/** Colours that stay apart for the colour-blind, on white: Okabe and Ito, "Color universal design", 2008, two of them darkened. */
export const COLOURS = {
  ink: '#1d1c1d',
  quiet: '#616061',
  line: '#dddddd',
  study: '#0072b2',
  activity: '#e69f00',
  done: '#00795a',
  some: '#8fd3bd',
  late: '#f0c24b',
  missing: '#d55e00',
  open: '#e9e9e9',
  excused: '#c3cfe0',
} as const

/** The look that all charts share. Sizes are in CSS pixels; the picture has twice as many. */
export const CHART_LOOK = {
  background: '#ffffff',
  padding: { left: 16, right: 20, top: 14, bottom: 14 },
  config: {
    view: { stroke: null },
    axis: {
      labelColor: COLOURS.quiet,
      labelFontSize: 12,
      titleColor: COLOURS.quiet,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      domainColor: COLOURS.line,
      tickColor: COLOURS.line,
      gridColor: COLOURS.line,
    },
    legend: {
      labelColor: COLOURS.ink,
      labelFontSize: 12,
      title: null,
      orient: 'bottom',
      direction: 'horizontal',
      symbolType: 'square',
      symbolSize: 140,
      symbolStrokeWidth: 0,
    },
  },
} as const
