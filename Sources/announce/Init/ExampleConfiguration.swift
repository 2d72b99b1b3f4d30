import CallFlow

/// The `announce.yaml` that `announce init` writes: valid as is, and with any of its examples uncommented.
enum ExampleConfiguration {
    /// The first number in it, which is not assigned to anyone.
    static let number = "+49 211 1234567"

    static let text =
        ConfigurationSchema.reference() + """
            # What your telephone numbers do. This file works as is: `announce serve` answers calls to the numbers below.
            # A line with # and no space after it is an example: remove the # to use it. Each is one line, and works by itself.
            # `announce check` validates the file and shows what each number does; `announce call "\(number)"` simulates
            # a call.

            # The URL that the telephone network reaches this server by. As long as it is this machine, only you can call it.
            # In production: public-url: https://phone.example.com
            public-url: http://127.0.0.1:8080
            time-zone: Europe/Berlin

            recordings:
              folder: media             # each file becomes the announcement of its name: media/welcome.m4a is `welcome`
              level: -19 dBm0           # brings voices to the telephone's level; `keep` leaves them alone
              trim: true                # trims silence at both ends

            server:
              listen: 127.0.0.1:8080    # 0.0.0.0:8080 to be reached from other machines
              admin: 127.0.0.1:8081     # the dashboard

            # Your numbers in international format, and what happens to calls: connect (the telephone rings), voicemail, hangup,
            # other steps, or the name of a flow below.
            numbers:
              \(number): reception
              +49 211 1234568: { menu: main }
            #  +49 211 1234569: { dial: [ +49 157 99912345, +49 211 1234500 ] }     # both ring; the first to answer gets the call
            #  +49 211 1234560: { reject: busy }
              default: connect          # all your other numbers

            # Steps from top to bottom. `chime` is media/chime.wav, a placeholder: put your greeting into media/, welcome.m4a for
            # example, and write `play: welcome`.
            flows:
              reception:
            #    - caller: { anonymous: [ { play: chime }, hangup ] }
                - { check: office, closed: [ { play: chime }, voicemail ] }
                - play: chime
                - connect

            menus:
              main:
                prompt: chime           # your recording: "For the office press one, for a message press two."
                choices:
                  1: connect
                  2: voicemail
            #      3: { flow: reception }
            #      4: { dial: +49 157 99912345 }          # rings there
                  "*": repeat
                silence: { tries: 3, then: hangup }
                wrong-key: { tries: 3, then: hangup }

            schedules:
              office:
                hours:
                  mon-thu: 09:00-12:30, 13:30-17:00
                  fri: 09:00-14:00
            #      sat: 10:00-12:00
                holidays: DE-NW         # your region; holidays are computed for every year
                days:
            #      12-24: 09:00-12:00     # every year; 2026-12-24 in one year
                  12-28..01-01: closed

            # A message when something is wrong, and one when it is over: by mail, to a webhook, or to your telephone by ntfy.
            #alerts: { mail: you@example.com }

            """
}
