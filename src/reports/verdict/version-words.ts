import { storedAsVersion } from '../../storage-words.ts'
import { say, type Locale, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import { changeLines } from '../paragraphs/change-words.ts'
import type { Change } from '../paragraphs/changed-paragraphs.ts'
import type { Draft, DraftVersion } from '../draft/drafts-store.ts'

/** Changed paragraphs told before the rest becomes a number. */
const CHANGES_TOLD = 5

/** Who made a version, how, and what it changed. */
export function changeSaid(
  { id }: Draft,
  { version, origin }: DraftVersion,
  { by, changes }: { readonly by: Member; readonly changes: readonly Change[] },
  locale: Locale,
): string {
  const t = translator(locale)

  const who = mention(by)
  const done =
    origin?.kind === 'restored'
      ? t(
          `:rewind: ${who} 把 ${id} 恢复为第 ${origin.version} 版的文字，${storedAsVersion(version).zh}。`,
          `:rewind: ${who} brought version ${origin.version} of ${id} back; ${storedAsVersion(version).en}.`,
        )
      : origin?.kind === 'records'
        ? t(
            `:arrows_counterclockwise: ${who} 按更正后的记录更新了 ${id} 的数字，${storedAsVersion(version).zh}。`,
            `:arrows_counterclockwise: ${who} brought the figures of ${id} up to the records; ${storedAsVersion(version).en}.`,
          )
        : origin?.kind === 'redrafted'
          ? t(
              `:writing_hand: 应 ${who} 的要求重写了 ${id} 的一段，${storedAsVersion(version).zh}。要求是：${escapeText(fit(origin.instruction, 200))}`,
              `:writing_hand: One paragraph of ${id} was redrafted for ${who}; ${storedAsVersion(version).en}. Asked for: ${escapeText(fit(origin.instruction, 200))}`,
            )
          : origin?.kind === 'imported'
            ? importedSaid({ id, version, who, fileName: origin.fileName }, locale)
            : t(
                `:pencil2: ${who} 修改了 ${id}，${storedAsVersion(version).zh}。`,
                `:pencil2: ${who} changed ${id}; ${storedAsVersion(version).en}.`,
              )
  return [done, ...changeLines(changes, locale, CHANGES_TOLD)].join('\n')
}

function importedSaid(
  of: { readonly id: string; readonly version: number; readonly who: string; readonly fileName: string },
  locale: Locale,
): string {
  const { id, version, who } = of
  const file = escapeText(fit(of.fileName, 80))
  return say(locale, {
    zh: `:inbox_tray: ${who} 从 Word 文件“${file}”导入了 ${id}，${storedAsVersion(version).zh}。`,
    en: `:inbox_tray: ${who} brought ${id} back from the Word file "${file}"; ${storedAsVersion(version).en}.`,
  })
}
