// The baseline: a Bolt app that acknowledges and answers a constant, with nothing behind it.
import { App, SocketModeReceiver } from '@slack/bolt'

const slackApiUrl = process.env['SLACK_API_URL'] ?? ''
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  receiver: new SocketModeReceiver({
    appToken: process.env['SLACK_APP_TOKEN'] ?? '',
    installerOptions: { clientOptions: { slackApiUrl } },
  }),
  clientOptions: { slackApiUrl },
})
app.command('/study', async ({ ack, respond }) => {
  await ack()
  await respond({ text: 'Logged.', response_type: 'ephemeral' })
})
await app.start()
