package io.setpoint.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;

/**
 * The clock of a process whose time of day is not the true one, and that can be set while
 * it runs. The source from which {@link java.time} takes all instants is patched in the
 * process's Java runtime; the monotonic clock stays as it is.
 */
final class SkewedClock {

	/**
	 * The system property with the seconds by which the time of day is off.
	 */
	private static final String SKEW = "clock.skew";

	private static final String SOURCE = "currentInstant";

	private SkewedClock() {
	}

	/**
	 * Return the options of a process.
	 * @param folder takes the patch
	 * @param skew by how much its time of day is off
	 * @return the options
	 */
	static List<String> options(Path folder, Duration skew) {
		try (InputStream original = Clock.class.getResourceAsStream("Clock.class")) {
			Path patch = folder.resolve("clock");
			Path file = Files.createDirectories(patch.resolve("java/time")).resolve("Clock.class");
			Files.write(file, patched(new ClassReader(original)));
			return List.of("--patch-module", "java.base=" + patch, "-D" + SKEW + "=" + skew.toSeconds());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Set the time of day of this process.
	 * @param skew by how many seconds it is off from now on
	 */
	static void set(long skew) {
		System.setProperty(SKEW, String.valueOf(skew));
	}

	private static byte[] patched(ClassReader original) {
		ClassWriter writer = new ClassWriter(original, ClassWriter.COMPUTE_MAXS);
		original.accept(new ClassVisitor(SpringAsmInfo.ASM_VERSION, writer) {

			@Override
			public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
					String[] exceptions) {
				MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
				return name.equals(SOURCE) ? new Skewing(visitor) : visitor;
			}

		}, 0);
		return writer.toByteArray();
	}

	/**
	 * Adds the skew to the instant that a method returns.
	 */
	private static final class Skewing extends MethodVisitor {

		Skewing(MethodVisitor visitor) {
			super(SpringAsmInfo.ASM_VERSION, visitor);
		}

		@Override
		public void visitInsn(int opcode) {
			if (opcode == Opcodes.ARETURN) {
				visitLdcInsn(SKEW);
				visitInsn(Opcodes.LCONST_0);
				visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Long", "getLong",
						"(Ljava/lang/String;J)Ljava/lang/Long;", false);
				visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Long", "longValue", "()J", false);
				visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/time/Instant", "plusSeconds", "(J)Ljava/time/Instant;",
						false);
			}
			super.visitInsn(opcode);
		}

	}

}
