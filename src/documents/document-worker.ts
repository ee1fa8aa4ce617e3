import { parentPort, workerData } from 'node:worker_threads'
import { revived, type SentDescription } from './document-apart.ts'
import { officialDocument } from './official-document.ts'

parentPort?.postMessage(await officialDocument(revived(workerData as SentDescription)))
