package io.zentra.verifier;

import java.io.PrintStream;

/**
 * Checks packets and exports with nothing but the signer's public key.
 *
 * <pre>{@code
 * java -jar zentra-verifier.jar --key acme.pub packet.json acme-2026-10.ndjson
 * }</pre>
 */
public final class Main {
    /** All was checked, and all of it verifies. */
    static final int VERIFIED = 0;

    /** Something does not verify. */
    static final int NOT_VERIFIED = 1;

    /** Something could not be checked: it could not be read, or the call was wrong. */
    static final int NOT_CHECKED = 2;

    private static final String USAGE = """
            usage: java -jar zentra-verifier.jar --key KEY [--key KEY]... [--checkpoint FILE]... FILE...

              --key KEY          the signer's public key, or a file that holds it; several when it changed
              --checkpoint FILE  a checkpoint that was kept elsewhere, or a folder of them: each FILE must have one of its size
              FILE               a packet, or the export of a period

            It says of each file in a line whether it verifies, and what is wrong in lines below it. Of two packets of one
            transfer the earlier must show what the later one does. Exit codes: 0 all verify, 1 something does not,
            2 something could not be checked.
            """;

    private Main() {}

    /** Runs, and exits with 0, 1 or 2. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        Call call;
        try {
            call = Call.parse(args);
        } catch (CallException wrong) {
            err.println(wrong.getMessage());
            err.print(USAGE);
            return NOT_CHECKED;
        }
        return new Checking(call, out).run();
    }
}
