import type { Locale, LocalizedText } from '../../locale.ts'
import { type Message, message } from '../../slack/blocks.ts'

/** What can be typed after /wenshu kind and /wenshu measure. */
export function wordHelp(sort: 'kind' | 'measure', locale: Locale): Message {
  return message(locale, sort === 'kind' ? KIND_HELP : MEASURE_HELP)
}

const KIND_HELP: LocalizedText = {
  zh: [
    '*类别*（管理员）：`/wenshu kinds` 查看全部',
    '`/wenshu kind add study 专题研讨 / thematic seminar` 新增（study 或 activity）',
    '`/wenshu kind rename 党课 → 党课学习` 改名，旧名仍可用　`/wenshu kind show 党课` 看改动历史',
    '`/wenshu kind alias 党课 = 支部党课, branch lecture` 加别名　`unalias` 去别名',
    '`/wenshu kind merge 专题党课 → 党课` 合并　`/wenshu kind retire 检查考核` 停用　`restore` 恢复',
  ].join('\n'),
  en: [
    '*Kinds* (admins): `/wenshu kinds` lists them all',
    '`/wenshu kind add study 专题研讨 / thematic seminar` adds one (study or activity)',
    '`/wenshu kind rename discussion → round table` renames; the old name still works. `/wenshu kind show NAME` tells its history',
    '`/wenshu kind alias discussion = debate, seminar` adds names, `unalias` takes them away',
    '`/wenshu kind merge NAME → NAME` merges, `/wenshu kind retire NAME` retires, `restore` undoes both',
  ].join('\n'),
}

const MEASURE_HELP: LocalizedText = {
  zh: [
    '*指标*（管理员）：`/wenshu measures` 查看全部',
    '`/wenshu measure add 发布短视频 条 sum` 新增：名称、单位、sum 累加｜latest 取最新值｜ratio 比率',
    '`/wenshu measure rename 发布短视频 → 短视频` 改名　`alias`、`unalias` 别名　`show` 看改动历史',
    '`/wenshu measure unit 短视频 = 个` 改单位　`/wenshu measure aggregation 收藏图书 = latest` 改汇总方式',
    '`/wenshu measure retire 短视频` 停用　`restore` 恢复',
  ].join('\n'),
  en: [
    '*Measures* (admins): `/wenshu measures` lists them all',
    '`/wenshu measure add videos posts sum` adds one: name, unit, and sum (added up), latest (a stock) or ratio (a percentage)',
    '`/wenshu measure rename videos → short videos` renames; `alias`, `unalias` for other names; `show` tells its history',
    '`/wenshu measure unit videos = clips` and `/wenshu measure aggregation books = latest` change how it is counted',
    '`/wenshu measure retire videos` retires, `restore` brings it back',
  ].join('\n'),
}
