/// The `announce.yaml` that `announce init` writes. It is valid as it is, and with any examples uncommented once the
/// recordings they name exist.
enum ExampleConfiguration {
    /// The number in it, which is not assigned to anyone.
    static let number = "+49 211 1234567"

    static let text = """
        # What your telephone numbers do. This file works as it is: `announce serve` answers calls to the number below.
        # Lines that begin with # and no space behind it are examples: take the # away to use them.
        # `announce check` tells what is wrong, with line and column; `announce call` tries a call.

        # How the telephone network reaches this server. As long as it is this machine, only you can call it.
        # In earnest: public-url: https://phone.example.com
        public-url: http://127.0.0.1:8080
        time-zone: Europe/Berlin

        recordings:
          folder: media             # every file in it is an announcement called like it: media/welcome.m4a is `welcome`
          level: -19 dBm0           # bring voices to the telephone's level; `keep` leaves them alone
          trim: true                # cut silence at both ends

        server:
          listen: 127.0.0.1:8080    # 0.0.0.0:8080 to be reached from other machines
          admin: 127.0.0.1:8081

        # Your numbers, in any notation, and what happens to calls: connect (the telephone rings), voicemail, hangup,
        # or the name of a flow below.
        numbers:
          \(number): reception
        #  +49 211 1234568: { menu: main }
        #  +49 211 1234569: { dial: [ +49 157 99912345, +49 211 1234500 ] }     # both ring, the first to answer has it
          default: connect          # all your other numbers

        # Step by step, from top to bottom.
        flows:
          reception:
        #    - caller:               # certain callers first
        #        anonymous: [ { play: no-anonymous }, hangup ]
        #    - check: office         # a schedule, see below
        #      closed: [ { play: closed }, voicemail ]
            - play: welcome         # media/welcome.wav: a chime, until you record a greeting
            - connect               # and then the telephone rings

        #menus:
        #  main:
        #    prompt: main-menu       # "For the office press one, for a message press two."
        #    choices:
        #      1: connect
        #      2: voicemail
        #      "*": repeat
        #    silence:   { tries: 3, then: hangup }
        #    wrong-key: { say: wrong-key, tries: 3, then: hangup }

        #schedules:
        #  office:
        #    hours:
        #      mon-thu: 09:00-12:30, 13:30-17:00
        #      fri: 09:00-14:00
        #    holidays: DE-NW         # your state; holidays are computed
        #    days:
        #      2026-12-24: 09:00-12:00
        #      2026-12-28..2027-01-01: closed

        """
}
