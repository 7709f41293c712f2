package io.setpoint.binding;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Reads the byte code of a method for whether it does nothing but derive values: it works
 * on fields of its own object and on values of the JDK, and calls nobody who could start,
 * open, register or publish anything. What cannot be read, or is not known to be
 * harmless, is not.
 */
final class Derivation {

	private static final int MOST_METHODS = 200;

	private static final Pattern HARMLESS = Pattern.compile("java/lang/[A-Z]\\w*(\\$\\w+)*"
			+ "|java/util/[A-Z]\\w*(\\$\\w+)*|java/util/(function|regex|stream)/.*"
			+ "|java/util/concurrent/(TimeUnit|ConcurrentHashMap|ConcurrentMap|CopyOnWrite\\w+|atomic/\\w+)"
			+ "|java/(time|math|text)/.*|java/net/(URI|URLEncoder|URLDecoder)|java/nio/charset/\\w+|java/nio/file/Paths?"
			+ "|org/slf4j/Logger|org/apache/commons/logging/Log|java/util/logging/Logger|org/apache/logging/log4j/Logger"
			+ "|org/springframework/util/(Assert|StringUtils|ObjectUtils|CollectionUtils|unit/\\w+)"
			+ "|org/springframework/beans/factory/InitializingBean|kotlin/jvm/internal/Intrinsics");

	private static final Pattern HARMFUL = Pattern.compile("java/lang/(Thread.*|Runtime.*|Process.*|ClassLoader"
			+ "|Class|Module.*|InheritableThreadLocal|Shutdown|ScopedValue.*|StackWalker.*)"
			+ "|java/util/(Timer.*|ServiceLoader.*|ResourceBundle.*|Scanner|Formatter)");

	private static final Pattern CODE = Pattern.compile("java/util/function/.*|java/lang/(Runnable|Iterable)");

	private static final Set<String> SYSTEM = Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty",
			"lineSeparator", "arraycopy", "identityHashCode");

	private static final Set<String> FACTORIES = Set.of("java/lang/invoke/StringConcatFactory",
			"java/lang/invoke/LambdaMetafactory", "java/lang/runtime/ObjectMethods",
			"java/lang/runtime/SwitchBootstraps");

	private final Class<?> type;

	private final Set<String> seen = new HashSet<>();

	private boolean all = true;

	private Derivation(Class<?> type) {
		this.type = type;
	}

	/**
	 * Return whether deriving values is all that a method does.
	 * @param type the class of the object that it is called on
	 * @param method the method
	 * @return {@code false} if it does more, or may do
	 */
	static boolean isAll(Class<?> type, Method method) {
		Derivation derivation = new Derivation(type);
		derivation.follow(Type.getInternalName(method.getDeclaringClass()), method.getName(),
				Type.getMethodDescriptor(method));
		return derivation.all;
	}

	private void follow(String owner, String name, String descriptor) {
		if (!this.all || !this.seen.add(owner + name + descriptor)) {
			return;
		}
		Class<?> declaring = load(owner);
		while (declaring != null && this.seen.size() < MOST_METHODS) {
			if (read(declaring, name, descriptor)) {
				return;
			}
			declaring = declaring.getSuperclass();
			if (declaring != null && HARMLESS.matcher(Type.getInternalName(declaring)).matches()) {
				return;
			}
		}
		this.all = false;
	}

	private @Nullable Class<?> load(String internalName) {
		try {
			return ClassUtils.forName(internalName.replace('/', '.'), this.type.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	private boolean read(Class<?> declaring, String name, String descriptor) {
		try (InputStream bytes = declaring.getResourceAsStream(ClassUtils.getClassFileName(declaring))) {
			if (bytes == null) {
				return false;
			}
			Search search = new Search(name, descriptor);
			new ClassReader(bytes).accept(search, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
			return search.found;
		}
		catch (IOException | IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * Whether the code of a class is looked into: the bean's own, what lies within it,
	 * and what is nothing but a value.
	 * @param candidate the class
	 * @return {@code true} if its methods may be harmless
	 */
	private boolean isOwn(@Nullable Class<?> candidate) {
		return candidate != null && (candidate.isAssignableFrom(this.type) || candidate.isRecord() || candidate.isEnum()
				|| Throwable.class.isAssignableFrom(candidate) || isWithin(candidate));
	}

	private boolean isWithin(Class<?> candidate) {
		for (Class<?> enclosing = candidate; enclosing != null; enclosing = enclosing.getEnclosingClass()) {
			if (enclosing.isAssignableFrom(this.type)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isHarmless(String internalName) {
		return internalName.startsWith("[")
				|| HARMLESS.matcher(internalName).matches() && !HARMFUL.matcher(internalName).matches();
	}

	private void call(String owner, String name, String descriptor) {
		if (owner.equals("java/lang/System") ? SYSTEM.contains(name) : isHarmless(owner)) {
			return;
		}
		Class<?> declaring = load(owner);
		if (declaring != null && isOwn(declaring)) {
			boolean inherited = !name.equals("<init>") && declaring.isAssignableFrom(this.type);
			follow(inherited ? Type.getInternalName(this.type) : owner, name, descriptor);
			return;
		}
		this.all = false;
	}

	private void use(String owner, String name, String descriptor) {
		Type used = Type.getType(descriptor);
		Type element = (used.getSort() == Type.ARRAY) ? used.getElementType() : used;
		this.all = this.all && !isInjected(owner, name)
				&& (element.getSort() != Type.OBJECT || isValue(element.getInternalName()));
	}

	private boolean isValue(String internalName) {
		return !CODE.matcher(internalName).matches() && (isHarmless(internalName) || isOwn(load(internalName)));
	}

	private boolean isInjected(String owner, String name) {
		Class<?> declaring = load(owner);
		Field field = (declaring != null) ? ReflectionUtils.findField(declaring, name) : null;
		return field == null || Definition.isInjected(field);
	}

	private final class Search extends ClassVisitor {

		private final String name;

		private final String descriptor;

		private boolean found;

		Search(String name, String descriptor) {
			super(SpringAsmInfo.ASM_VERSION);
			this.name = name;
			this.descriptor = descriptor;
		}

		@Override
		public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor,
				@Nullable String signature, String @Nullable [] exceptions) {
			if (!name.equals(this.name) || !descriptor.equals(this.descriptor)) {
				return null;
			}
			this.found = true;
			boolean hasCode = (access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) == 0;
			Derivation.this.all = Derivation.this.all && hasCode;
			return new Instructions();
		}

	}

	private final class Instructions extends MethodVisitor {

		Instructions() {
			super(SpringAsmInfo.ASM_VERSION);
		}

		@Override
		public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
			if (opcode == Opcodes.PUTSTATIC) {
				Derivation.this.all = false;
			}
			use(owner, name, descriptor);
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			call(owner, name, descriptor);
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle factory, Object... arguments) {
			if (!FACTORIES.contains(factory.getOwner())) {
				Derivation.this.all = false;
			}
			for (Object argument : arguments) {
				if (argument instanceof Handle handle && handle.getDesc().startsWith("(")) {
					call(handle.getOwner(), handle.getName(), handle.getDesc());
				}
			}
		}

	}

}
