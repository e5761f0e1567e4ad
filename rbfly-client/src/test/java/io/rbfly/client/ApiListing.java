package io.rbfly.client;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The API of a module as text: what it exports, and each public or protected type and member, one per line. A line
 * begins with the full name of its type and makes sense without the others.
 */
final class ApiListing {
    private static final int SHOWN = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL;

    private final Set<Class<?>> api;

    private ApiListing(Collection<Class<?>> api) {
        this.api = new HashSet<>(api);
    }

    /**
     * Returns the lines of the module that a class is of, whether it was loaded from the class path or the module path.
     */
    static SortedSet<String> ofModuleWith(Class<?> anyClass) throws IOException {
        ModuleReference module = moduleWith(anyClass);
        ModuleDescriptor descriptor = module.descriptor();
        SortedSet<String> lines = ofTypes(exportedTypes(module));
        String name = "module " + descriptor.name();
        descriptor.exports().forEach(exports -> lines.add(name + " exports " + exports));
        descriptor.requires().stream()
                .filter(requires -> requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE))
                .forEach(requires -> lines.add(name + " requires transitive " + requires.name()));
        return lines;
    }

    /** Returns the lines of types, of which those that cannot be seen from other packages are not part. */
    static SortedSet<String> ofTypes(Collection<Class<?>> types) {
        List<Class<?>> visible = types.stream().filter(ApiListing::isVisible).toList();
        ApiListing listing = new ApiListing(visible);
        return visible.stream().flatMap(listing::lines).collect(Collectors.toCollection(TreeSet::new));
    }

    private static ModuleReference moduleWith(Class<?> anyClass) {
        try {
            Path place = Path.of(
                    anyClass.getProtectionDomain().getCodeSource().getLocation().toURI());
            return ModuleFinder.of(place).findAll().iterator().next();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Class<?>> exportedTypes(ModuleReference module) throws IOException {
        Set<String> exported = module.descriptor().exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        try (ModuleReader reader = module.open();
                Stream<String> names = reader.list()) {
            return names.filter(name -> name.endsWith(".class") && name.contains("/") && !name.startsWith("META-INF"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> exported.contains(name.substring(0, name.lastIndexOf('.'))))
                    .filter(name -> !name.endsWith(".package-info"))
                    .<Class<?>>map(ApiListing::load)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiListing.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) {
            return false;
        }
        Class<?> outer = type.getDeclaringClass();
        return isVisible(type.getModifiers(), outer) && (outer == null || isVisible(outer));
    }

    /** Whether others see what a type has: nobody is a subclass of a final class. */
    private static boolean isVisible(int modifiers, @Nullable Class<?> owner) {
        return Modifier.isPublic(modifiers)
                || Modifier.isProtected(modifiers) && owner != null && !Modifier.isFinal(owner.getModifiers());
    }

    private Stream<String> lines(Class<?> type) {
        List<String> lines = new ArrayList<>();
        lines.add(header(type));
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor, type)) {
                lines.add(words(
                        modifiers(constructor.getModifiers()),
                        typeParameters(constructor.getTypeParameters()),
                        "new" + parameters(constructor),
                        exceptions(constructor)));
            }
        }
        addMembers(type, type, new HashSet<>(), lines);
        return lines.stream().map(line -> type.getCanonicalName() + " " + line);
    }

    /** Adds fields and methods, also those that come from a supertype which is not API itself. */
    private void addMembers(Class<?> from, Class<?> type, Set<String> signatures, List<String> lines) {
        for (Field field : from.getDeclaredFields()) {
            if (isVisible(field, type) && signatures.add(field.getName())) {
                lines.add(words(modifiers(field.getModifiers()), name(field.getAnnotatedType()), field.getName()));
            }
        }
        for (Method method : from.getDeclaredMethods()) {
            if (isVisible(method, type) && !method.isBridge() && signatures.add(signature(method))) {
                lines.add(line(method));
            }
        }
        hiddenSupertypes(from).forEach(hidden -> addMembers(hidden, type, signatures, lines));
    }

    private static boolean isVisible(Member member, Class<?> type) {
        return !member.isSynthetic() && isVisible(member.getModifiers(), type);
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    private Stream<Class<?>> hiddenSupertypes(Class<?> type) {
        Stream<Class<?>> supertypes =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()));
        return supertypes.filter(this::isHidden);
    }

    private boolean isHidden(Class<?> type) {
        return type.getName().startsWith("io.rbfly.") && !api.contains(type) && !isVisible(type);
    }

    private String header(Class<?> type) {
        Set<String> superclasses = new LinkedHashSet<>();
        Set<String> interfaces = new TreeSet<>();
        addSupertypes(type, superclasses, interfaces);
        String permitted = type.isSealed()
                ? list(
                        "permits ",
                        Stream.of(type.getPermittedSubclasses())
                                .filter(subclass -> !isHidden(subclass))
                                .map(Class::getCanonicalName)
                                .sorted())
                : "";
        return words(
                modifiers(type.getModifiers()),
                !type.isInterface() && Modifier.isAbstract(type.getModifiers()) ? "abstract" : "",
                type.isSealed() ? "sealed" : "",
                kind(type) + typeParameters(type.getTypeParameters()),
                list("extends ", superclasses.stream()),
                list(type.isInterface() ? "extends " : "implements ", interfaces.stream()),
                permitted);
    }

    private void addSupertypes(Class<?> type, Set<String> superclasses, Set<String> interfaces) {
        AnnotatedType superclass = type.getAnnotatedSuperclass();
        if (superclass != null && type.getSuperclass() != Object.class) {
            if (isHidden(type.getSuperclass())) {
                addSupertypes(type.getSuperclass(), superclasses, interfaces);
            } else {
                superclasses.add(name(superclass));
            }
        }
        AnnotatedType[] annotated = type.getAnnotatedInterfaces();
        for (int i = 0; i < annotated.length; i++) {
            if (isHidden(type.getInterfaces()[i])) {
                addSupertypes(type.getInterfaces()[i], superclasses, interfaces);
            } else {
                interfaces.add(name(annotated[i]));
            }
        }
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface";
        }
        if (type.isInterface()) {
            return "interface";
        }
        if (type.isEnum()) {
            return "enum";
        }
        return type.isRecord() ? "record" : "class";
    }

    private static String line(Method method) {
        boolean isAbstract = Modifier.isAbstract(method.getModifiers());
        return words(
                modifiers(method.getModifiers()),
                isAbstract ? "abstract" : "",
                method.isDefault() ? "default" : "",
                typeParameters(method.getTypeParameters()),
                name(method.getAnnotatedReturnType()),
                method.getName() + parameters(method),
                exceptions(method),
                isAbstract && method.getDefaultValue() != null ? "default " + method.getDefaultValue() : "");
    }

    private static String parameters(Executable executable) {
        String parameters = Stream.of(executable.getAnnotatedParameterTypes())
                .map(ApiListing::name)
                .collect(Collectors.joining(", "));
        return "(" + (executable.isVarArgs() ? parameters.replaceFirst("\\[]$", "...") : parameters) + ")";
    }

    private static String exceptions(Executable executable) {
        return list(
                "throws ",
                Stream.of(executable.getAnnotatedExceptionTypes())
                        .map(ApiListing::name)
                        .sorted());
    }

    private static String typeParameters(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Stream.of(variables)
                        .map(variable ->
                                annotation(variable) + variable.getName() + bounds(variable.getAnnotatedBounds()))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String bounds(AnnotatedType... bounds) {
        String names = Stream.of(bounds).map(ApiListing::name).collect(Collectors.joining(" & "));
        return names.isEmpty() || names.equals("java.lang.Object") ? "" : " extends " + names;
    }

    /**
     * The name of a type with its arguments and annotations, written here because that of the JDK depends on its
     * version.
     */
    private static String name(AnnotatedType type) {
        if (type instanceof AnnotatedArrayType array) {
            String annotation = annotation(array);
            return name(array.getAnnotatedGenericComponentType()) + (annotation.isEmpty() ? "" : " " + annotation)
                    + "[]";
        }
        if (type instanceof AnnotatedParameterizedType parameterized) {
            Class<?> raw = (Class<?>) ((ParameterizedType) parameterized.getType()).getRawType();
            return annotation(type)
                    + raw.getCanonicalName()
                    + Stream.of(parameterized.getAnnotatedActualTypeArguments())
                            .map(ApiListing::name)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
            return annotation(type)
                    + "?"
                    + (lower.length == 0 ? bounds(wildcard.getAnnotatedUpperBounds()) : " super " + name(lower[0]));
        }
        if (type instanceof AnnotatedTypeVariable) {
            return annotation(type) + ((TypeVariable<?>) type.getType()).getName();
        }
        return annotation(type) + ((Class<?>) type.getType()).getCanonicalName();
    }

    private static String annotation(AnnotatedElement element) {
        return element.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
    }

    private static String modifiers(int modifiers) {
        return Modifier.toString(modifiers & SHOWN);
    }

    private static String list(String before, Stream<String> names) {
        String list = names.collect(Collectors.joining(", "));
        return list.isEmpty() ? "" : before + list;
    }

    private static String words(String... words) {
        return Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }
}
