import { SendAgain } from '../../errors.ts'

/** Slack did not take a file, or took it and shows it nowhere. */
export class FileNotSent extends SendAgain {
  override readonly name = 'FileNotSent'

  constructor(cause: unknown) {
    super(
      {
        zh: '文件没能发出去：Slack 没有收下。请再试一次。',
        en: 'The file could not be sent: Slack did not take it. Please try again.',
      },
      { cause },
    )
  }
}
