/// Events signed by sipgate, the only public ones. The bytes are facts of the protocol.
struct CapturedPush {
    let body: [UInt8]
    /// The header's value.
    let signature: String

    /// From April 2021; sipgate/pushapi-request-verifier, `src/test/resources/request`.
    static let newCall = CapturedPush(
        body: [
            "event=newCall&direction=in&from=491776249000&to=4928559389086",
            "callId=54566B150B0C0D3A5D534D5F565D7C5F54535A5C5B53525A7E5B5D5745504457444C425D5057",
            "origCallId=54566B150B0C0D3A5D534D5F565D7C5F54535A5C5B53525A7E5B5D5745504457444C425D5057",
            "user%5B%5D=&xcid=8419b3450b75cd19",
        ],
        signature: [
            "DFWZPUEqJc3Jrn90Hu7NcSeAeL/7/0eDik7C2xpwc26OqB5nu4Irbo3LJ6qyRnbYyq2OnsN7u9gGc89yXWZ6NbtKmKprDG0Ony3B",
            "m/Oxpf2dYPziHUz4uXoio03T6LeUzAOZ/N4LajzgLIepvbvUJ/vjPAiJvG7NMxllSNjjsiXQqDIvS5smeXhbfamVuK/RheICMfpL",
            "0/qybDMLiOj0fw5whJE+Sz3t2a/8GndjsvVeA7BoMZeP8B2klMrZHmbaJlfteU/csEWBAq3c6gbt4oaMlPFkp7IS50b4GJAkqrtl",
            "lvYPhpRN2OhDa68TOfeTMs5wV+mGwuM6jM6vVDF2tC6R9uqepaCBNaXvpr/dOJoc9qava3HN77plOeGKSbX88OEZl22bI/wTqn3l",
            "mwQgqbcd+k1Pt0LsAPuGQxvjseKankKvsvm8UuxboxLhnZIbd4DvIjokiKY701yV26vfaD6nan8EOnUA5wVdmNM+HQhSWBZvW32k",
            "B3xvVhdVjnNfELGvZc/1IedHZ3KmFNBIxXuY0eQlsfdt1WAuFT3oDfEoMryahAoakjIFUk6nlLHX0UnqS7fGXXx5AIvkIssxXP2i",
            "Sg1ij1bsZJ/HmpyZInU9p7n1xMuXl/YD/Q8ITdCnHdKpcKznHEpAhRwG+gnF4rl/FZqAk8I1l+6p+wVRdWQ=",
        ])

    /// Without a `callId`, so it is not a valid event; sipgate-io/sipgateio-node, `lib/webhook/webhook.test.node.ts`.
    static let withoutCallID = CapturedPush(
        body: [
            "callId=&direction=in&event=newCall&from=4912354678&fullUserId%5B%5D%5B0%5D=123456789&originalCallId=",
            "to=49999999&user%5B%5D%5B0%5D=TestUser&userId%5B%5D%5B0%5D=123456789&xcid=",
        ],
        signature: [
            "hlY7r9Vad0NP/7xJxf+vcDqjWaGWHOcIrj+rcP5aqQQcHtbSLsElp2kRNRPBL5unWbq6bExVPZB49HHM+Y/fWSVL19q7KSJhYPHf",
            "ikcME0r0mCYB4S/VnJwnIvpiqz6s7Dpnk3wDCy65B3WQLwBVWA9oh6ojNM/g+87YnoMTKRx1KoFqosKNfBp1c1I8XjXusGOW/VlG",
            "nMb6wHhUVdwi9K7FfUgxj2pnV+M1Xv9rYs6RAi4V1OcUPqdT5geHsxWa09sk+AEHSUm1EFnAvx7PhIkugpNwST7yPKHf0+iyei4q",
            "UQCBZtfQVOI4mLZTRfQuyVo3YuJfvHaNPYY34/1ZCZGCKeu+HS6WHs1vGUyKxSi8v4JJqog2VOlWruf8pMGg+syuAFwuxiCnWsSX",
            "gaaUfe9JrBAFjBxUmNP9DzR1bbkwxkJnthacu7jALXjGsubjSSSl955QgenV/ZpODHgWDPg0fe6qGILtk+kXLjyfSsoR/qgzE5W5",
            "OAyZq8W64h01KAt9Q283N7/2nogy6keiIWL3qjPolWnrchSP7iJUatM2YiTcpkNKnJ70UE05cdw3swuNe7zqD51MdOX3rAioEOFg",
            "OIFMSrxMVX+V4XK7sa5o43smN8lHoa+0AogQMuIrC7k2axdRbulSSNfyqVAZIT4qS0cItiv3aPXsdDKkkA0=",
        ])

    private init(body: [String], signature: [String]) {
        self.body = Array(body.joined(separator: "&").utf8)
        self.signature = signature.joined()
    }
}
