package io.rbfly.simulation.mutant;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles the source file that a mutant changes, against the classes that are running here. */
final class MutantCompiler {
    private final Path root;

    /** @param root the directory of the project */
    MutantCompiler(Path root) {
        this.root = root;
    }

    /** The class path of this process. */
    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /**
     * Compiles a mutant.
     *
     * @param into an existing directory, for the source and its classes
     * @return the directory with the classes
     * @throws IllegalArgumentException if the fault does not fit the source, or does not compile
     */
    Path compile(Mutant mutant, Path into) throws IOException {
        Path original = root.resolve(mutant.file());
        if (!Files.isRegularFile(original)) {
            throw new IllegalArgumentException("mutant " + mutant.name() + ": no file " + original);
        }
        Path source = Files.createDirectories(into.resolve("source")).resolve(original.getFileName());
        Files.writeString(source, mutant.apply(Files.readString(original)));
        Path classes = Files.createDirectories(into.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-nowarn", "-parameters", "-cp", classPath(), "-d", classes.toString());
            if (!compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                    .call()) {
                throw new IllegalArgumentException("mutant " + mutant.name() + " does not compile:\n" + messages);
            }
        }
        return classes;
    }
}
