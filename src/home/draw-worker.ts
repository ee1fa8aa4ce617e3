import { parentPort } from 'node:worker_threads'
import type { TopLevelSpec } from 'vega-lite'
import { drawChart } from './draw-chart.ts'

/** What the thread is sent, and what it answers. */
export type DrawRequest = { readonly id: number; readonly chart: TopLevelSpec }
export type DrawAnswer =
  | { readonly id: number; readonly png: Uint8Array }
  | { readonly id: number; readonly fault: string }

parentPort?.on('message', (request: DrawRequest) => {
  void attempt(request)
})

async function attempt({ id, chart }: DrawRequest): Promise<void> {
  try {
    answer({ id, png: await drawChart(chart) })
  } catch (error) {
    answer({ id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

function answer(answer: DrawAnswer): void {
  parentPort?.postMessage(answer)
}
