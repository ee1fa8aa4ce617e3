import { expect, it } from 'vitest'
import { startHouse } from '../helpers/house.ts'
import { wordsOf } from '../helpers/person.ts'
import { shared } from '../helpers/shared.ts'

const house = shared(() => startHouse('pglite'))

it('whoever writes to the bot is answered once, in their language', async () => {
  const [writer, reader] = [house.person('M011'), house.person('M012')]
  await writer.type('你好')
  await writer.hears(/我是文书/)
  await reader.type('yesterday we read for 2h')
  await reader.hears(/`\/study yesterday we read for 2h`/)
  await writer.type('集中学习 昨天 2h')
  await writer.hears(/`\/study 集中学习 昨天 2h`/)
  const answers = (await writer.reads()).map(wordsOf).filter((words) => /我是文书|斜杠命令/.test(words))
  expect(answers).toHaveLength(2)
})

it('what is typed in a channel is not for the bot', async () => {
  const writer = house.person('M011')
  await writer.type('你好', '理论学习')
  await writer.type('help')
  await writer.hears(/我是文书/)
  expect((await writer.reads('理论学习')).map(wordsOf).filter((words) => words.includes('我是文书'))).toEqual(
    [],
  )
})
