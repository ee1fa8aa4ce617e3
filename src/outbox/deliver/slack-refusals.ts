import type { WebClient } from '@slack/web-api'

/**
 * Whom a refusal by Slack concerns. `person`: this member cannot be written to, others can. `bot`: nobody can until an
 * operator mends the token, the scopes or the installation. `may-stand`: Slack failed while it worked, and its
 * reference says that part of it may have been carried out.
 */
type Concerned = 'person' | 'bot' | 'may-stand'

/** Source: Slack's reference of chat.postMessage and conversations.open, "Errors". */
const OF_THE_BOT: ReadonlySet<string> = new Set([
  'access_denied',
  'accesslimited',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'restricted_action',
  'team_access_not_granted',
  'team_added_to_org',
  'team_not_found',
  'token_expired',
  'token_revoked',
  'two_factor_setup_required',
])

const UNDECIDED: ReadonlySet<string> = new Set(['fatal_error', 'internal_error', 'request_timeout'])

/** Said of the token's account, and of the person's who is written to. */
const OF_EITHER = 'account_inactive'

/** Whom a refusal of a post or of a DM concerns. Asks Slack who we are when the word alone does not tell. */
export async function whomItConcerns(client: WebClient, error: string): Promise<Concerned> {
  if (error === OF_EITHER) return (await isWelcome(client)) ? 'person' : 'bot'
  if (OF_THE_BOT.has(error)) return 'bot'
  return UNDECIDED.has(error) ? 'may-stand' : 'person'
}

/** Whether Slack knows the bot by its token. Without an answer, not: then all wait a little, and nobody is given up. */
async function isWelcome(client: WebClient): Promise<boolean> {
  try {
    await client.auth.test()
    return true
  } catch {
    return false
  }
}
