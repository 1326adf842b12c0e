import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { pathIn } from "./links.ts";

export type Mail = { to: string; subject: string; text: string };

/** How the server treats whoever writes: it knows no such person, asks to come again, or takes the mail. */
export type Manner = "accepts" | "refuses" | "later";

const ANSWERS = {
  refuses: { code: 550, words: "5.1.1 nobody of this name" },
  later: { code: 451, words: "4.3.0 come again" },
};

/** A real mail server on loopback that keeps what it is sent. */
export class MailServer {
  /** Of whoever comes from now on. */
  manner: Manner = "accepts";
  readonly mails: Mail[] = [];
  private readonly waiting: (() => void)[] = [];
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_address, _session, done) => {
      if (this.manner === "accepts") return done();
      const { code, words } = ANSWERS[this.manner];
      done(Object.assign(new Error(words), { responseCode: code }));
    },
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        this.mails.push({ to: mail.to?.text ?? "", subject: mail.subject ?? "", text: mail.text ?? "" });
        this.waiting.splice(0).forEach((wake) => wake());
        done();
      }, done);
    },
  });

  static async start(): Promise<MailServer> {
    const mail = new MailServer();
    await new Promise<void>((listening) => mail.server.listen(0, "127.0.0.1", listening));
    return mail;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.server.server.address().port}`;
  }

  /** The oldest mail to `to` that was not waited for yet, or the oldest whose subject has the words of `about` in it. */
  async waitForMail(to: string, about = ""): Promise<Mail> {
    for (;;) {
      const at = this.mails.findIndex((mail) => mail.to.includes(to) && mail.subject.includes(about));
      if (at >= 0) return this.mails.splice(at, 1)[0];
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }

  async stop(): Promise<void> {
    await new Promise<void>((closed) => this.server.close(closed));
  }
}

/** The path of the one link in a mail. */
export function linkIn(mail: Mail): string {
  return pathIn(mail.text);
}
