import type { Config } from '../config.ts'

/** The one short block at the start: where to look, where the data is, which model drafts, how to connect Slack. */
export function greeting(
  config: Config,
  at: { readonly pageUrl: string | null; readonly team: string },
): string {
  const where =
    at.pageUrl === null
      ? ['In Slack', `${at.team}, by ${config.slack.kind === 'socket' ? 'Socket Mode' : 'HTTP'}`]
      : [
          'Open',
          `${at.pageUrl.replace('127.0.0.1', 'localhost')} (a small Slack on this machine, with a sample office in it)`,
        ]
  const data =
    config.databaseUrl === null
      ? `${config.dataFolder} (embedded database, backed up there once a day)`
      : 'PostgreSQL'
  const model =
    config.model === null
      ? 'the built-in composer; for a model, set OPENAI_API_KEY or OPENAI_BASE_URL'
      : `${config.model.name}; the built-in composer when it fails`
  const rows = [
    where,
    ['Data', data],
    ['Drafts by', model],
    ...(at.pageUrl === null
      ? []
      : [['Real Slack', 'set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README: Connect it to Slack)']]),
    ['Stop', 'Ctrl-C'],
  ]
  return ['Wenshu is ready.', ...rows.map(([name = '', value = '']) => `  ${name.padEnd(11)}${value}`)].join(
    '\n',
  )
}
