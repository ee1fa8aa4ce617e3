import { startPlayground } from '../../src/playground/server/playground.ts'
import { office } from './house.ts'

// A playground in a process of its own, to be killed; the folder is the only argument.
const { apiUrl, botToken } = await startPlayground(office({ dataDir: process.argv[2]! }))
console.log(JSON.stringify({ apiUrl, botToken }))
