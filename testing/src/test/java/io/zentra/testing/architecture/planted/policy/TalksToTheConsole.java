package io.zentra.testing.architecture.planted.policy;

/** Prints. */
public final class TalksToTheConsole {
    /** Says it aloud. */
    public void say(String word) {
        System.out.println(word);
    }
}
