package io.zentra.ledger.internal;

import java.util.ArrayList;
import java.util.List;

/** Account ids as paths: segments parted by colons, the widest first. Every id is a path, one of a single segment too. */
public final class Paths {
    private static final char PART = ':';
    /** The character behind the one that parts segments: what is below a path is less than the path with this. */
    private static final char BEHIND = ';';

    private Paths() {}

    /** Whether an account is the one of a path, or below it. */
    public static boolean isUnder(String id, String path) {
        return id.startsWith(path) && (id.length() == path.length() || id.charAt(path.length()) == PART);
    }

    /** The paths that an account is under, the widest first; the last is its own. */
    static List<String> of(String id) {
        List<String> paths = new ArrayList<>();
        for (int part = id.indexOf(PART, 1); part >= 0; part = id.indexOf(PART, part + 1)) {
            paths.add(id.substring(0, part));
        }
        paths.add(id);
        return paths;
    }

    /** The first segments of an id, or all when it has no more. */
    static String atLevel(String id, int levels) {
        List<String> paths = of(id);
        return paths.get(Math.min(levels, paths.size()) - 1);
    }

    /** The least id that can be below a path. */
    public static String begin(String path) {
        return path + PART;
    }

    /** What all ids below a path are less than. */
    public static String end(String path) {
        return path + BEHIND;
    }
}
