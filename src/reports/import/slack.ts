import { openImport } from '../../imports/slack.ts'
import type { ReportVerb } from '../slack/verb.ts'
import { reportImports } from './report-imports.ts'

/** `/report import`. */
export const reportImportVerbs: readonly ReportVerb[] = [
  {
    names: ['import', '导入'],
    carryOut: async (call) => {
      await openImport(reportImports, call)
    },
  },
]
