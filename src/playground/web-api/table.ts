import { appMethods } from './apps.ts'
import { chatMethods } from './chat.ts'
import { conversationMethods } from './conversations.ts'
import { fileMethods } from './files.ts'
import type { MethodTable } from './method.ts'
import { peopleMethods } from './people.ts'
import { streamMethods } from './stream.ts'
import { viewMethods } from './views.ts'

/** Every Web API method that the server knows; any other is `unknown_method`. */
export const METHODS: MethodTable = {
  ...appMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...peopleMethods,
  ...streamMethods,
  ...viewMethods,
}
