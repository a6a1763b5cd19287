package tunnels.convert;

import java.util.List;

/**
 * A command that stands in a file.
 *
 * @param line where it begins, counted from 1
 * @param words as the program is given them
 * @param notes what is beside it in the file, and has no place in a profile
 */
public record FoundCommand(int line, List<String> words, List<String> notes) {}
