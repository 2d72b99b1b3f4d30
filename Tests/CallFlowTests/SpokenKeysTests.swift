import Testing

@testable import CallFlow

@Suite("The keys that a text says")
struct SpokenKeysTests {
    @Test(
        "In German, in English, and in both",
        arguments: [
            ("Für den Verkauf drücken Sie die 1, für den Service die 2.", "12"),
            ("Für den Verkauf drücken Sie die Eins, für die Werkstatt die Zwei und für alles andere die Null.", "120"),
            ("Drücken Sie die 1 für Deutsch oder 2 für Englisch.", "12"),
            ("Bitte wählen Sie: 1 für Termine, 2 für Rezepte, 3 für alles andere.", "123"),
            ("Für Deutsch drücken Sie die 1. For English, press 2.", "12"),
            ("Drücken Sie die Sterntaste, um diese Ansage noch einmal zu hören.", "*"),
            ("Mit der Raute-Taste kommen Sie zurück, mit der 0 zur Zentrale.", "#0"),
            ("Mit der * kommen Sie zurück, mit der # beenden Sie.", "*#"),
            ("Wenn Sie mit einem Mitarbeiter sprechen möchten, die 9 drücken.", "9"),
            ("Taste 1: Verkauf. Taste 2: Buchhaltung.", "12"),
            ("Die 1 verbindet Sie mit dem Verkauf.", "1"),
            ("Drücken Sie eine Taste von 1 bis 4.", "1234"),
            ("Drücken Sie die Tasten 1 bis 3.", "123"),
            ("Wir haben von 9 bis 12 Uhr geöffnet. Drücken Sie die Drei für einen Termin.", "3"),
            ("Unsere zwei Filialen sind geöffnet. Die drei Mitarbeiter sind im Gespräch.", ""),
            ("Wir sind am 24. Dezember und vom 1. bis 3. Januar geschlossen.", ""),
            ("Wählen Sie eine der folgenden Möglichkeiten.", ""),
            ("Im Notfall wählen Sie die 112.", ""),
            ("Rufen Sie uns an unter 0211 400 1100.", ""),
            ("Das kostet 5 Euro. Für den Verkauf die Eins.", "1"),
            ("Bitte geben Sie Ihre Kundennummer ein und drücken Sie die Raute.", "#"),
            ("Für Reparaturen: 1. Für Rechnungen: 2.", ""),
            (
                "Drücken Sie für den Verkauf die 1, für Technik die 2, für die Buchhaltung die 3 oder bleiben Sie in der Leitung.",
                "123"
            ),
            ("Um eine Nachricht zu hinterlassen, drücken Sie bitte jetzt die Taste 5.", "5"),
            ("Wir rufen Sie in 2 Stunden zurück. Sind Sie einverstanden, drücken Sie die 1.", "1"),
            ("Wählen Sie die Eins, wenn Sie Neukunde sind.", "1"),
            ("Seit 2 Jahren für Sie da, die erste Adresse der Stadt.", ""),
            ("Für Herrn Müller wählen Sie die Eins und für Frau Schmidt die Zwei.", "12"),
            ("Press 1 for sales, 2 for support, or 3 for billing.", "123"),
            ("For sales, press one. For support, press two.", "12"),
            ("For sales press 1, for support 2, and for billing 3.", "123"),
            ("To speak to an operator, press zero or stay on the line.", "0"),
            ("Press the star key to hear this again, or the pound key to end.", "*#"),
            ("Press star to go back.", "*"),
            ("Press hash when you are done.", "#"),
            ("Please press 1 now.", "1"),
            ("Dial 0 for the operator at any time.", "0"),
            ("If this is an emergency, hang up and dial 911.", ""),
            ("We are open from nine to five. Press 1 to leave a message.", "1"),
            ("Press 1 to talk to us from nine to five.", "1"),
            ("Choose one of the following options.", ""),
            ("Our two offices are closed until 3 January.", ""),
            ("Press or say 4.", "4"),
            ("Press any key from 1 to 3.", "123"),
            ("For English, option 2.", "2"),
            ("You are number 3 in the queue.", ""),
            ("Enter your customer number, followed by the pound key.", "#"),
            ("Press 1, 2 or 3.", "123"),
            ("Press 1 to accept, press 2 to decline.", "12"),
            ("We have 5 offices and 3 vans. To book, press 7.", "7"),
            ("To repeat this menu press 9 at any time.", "9"),
            (
                "Herzlich willkommen bei der Stadtverwaltung. Für das Bürgerbüro drücken Sie die 1, für das Standesamt die 2, für die Kfz-Zulassung die 3, und für alle anderen Anliegen die 9.",
                "1239"
            ),
            (
                "Möchten Sie einen Tisch reservieren? Dann drücken Sie die Eins. Für unsere Öffnungszeiten die Zwei.",
                "12"
            ),
            (
                "Wenn Sie einen Termin vereinbaren möchten, wählen Sie bitte die Eins. Wenn Sie ein Rezept benötigen, wählen Sie bitte die Zwei. In allen anderen Fällen bleiben Sie einfach in der Leitung.",
                "12"
            ),
            ("Technischer Notdienst: Taste 1. Hausverwaltung: Taste 2. Zurück zum Hauptmenü: Sterntaste.", "12*"),
            ("Drücken Sie die 1, um zurückgerufen zu werden, oder sprechen Sie nach dem Ton.", "1"),
            ("Ihr Anruf ist uns wichtig. Es sind noch 3 Anrufer vor Ihnen.", ""),
            ("Zur Bestätigung drücken Sie die 1, zum Abbrechen die 0.", "10"),
            ("Sie haben 5 neue Nachrichten. Drücken Sie 1 zum Anhören, 7 zum Löschen und 9 zum Speichern.", "179"),
            ("Um mit der Rezeption verbunden zu werden, drücken Sie die Neun.", "9"),
            ("Geben Sie bitte Ihre vierstellige Geheimzahl ein.", ""),
            ("Bitte drücken Sie nun die Taste eins oder zwei.", "12"),
            ("Bei Fragen zu Rechnungen wählen Sie die drei.", "3"),
            (
                "Thank you for calling Smith and Sons. If you know your party's extension, dial it now. For sales, press 1. For service, press 2. To hear these options again, press the star key.",
                "12*"
            ),
            ("To confirm your appointment, press one; to cancel, press two; to reschedule, press three.", "123"),
            ("Press 0 at any time to reach our receptionist.", "0"),
            ("Our hours are nine to five, Monday through Friday. For directions, press four.", "4"),
            ("If you are calling about an order placed in the last 2 days, press 3.", "3"),
            ("You have 3 new messages. Press 1 to listen to them.", "1"),
            ("Please hold. You are caller number 4.", ""),
            ("For a list of our 3 locations, press 5. Otherwise, stay on the line.", "5"),
            ("Using your keypad, enter your 6-digit PIN and press pound.", "#"),
            ("Press 9 to return to the main menu or # to hang up.", "9#"),
        ])
    func keys(_ text: String, _ keys: String) { #expect(String(SpokenKeys.keys(in: text)) == keys) }
}
