package io.setpoint.binding;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Gives a property of a live bean what the bean begins with. The setter is called, so
 * that what depends on the property follows. It need not take what the property begins
 * with, and may make something else of it, as it does of all that it is given; what
 * counts is what a bean has whose setter was never called.
 */
final class Restoration {

	private final JavaBeanProperty property;

	private final @Nullable Object given;

	private final Supplier<Object> unbound;

	/**
	 * Create a restoration.
	 * @param property the property
	 * @param given what the live bean was given there
	 * @param unbound makes instances that nobody uses
	 */
	Restoration(JavaBeanProperty property, @Nullable Object given, Supplier<Object> unbound) {
		this.property = property;
		this.given = given;
		this.unbound = unbound;
	}

	/**
	 * Let a bean have what another one has that was not given the property.
	 * @param bean the live bean
	 * @param standIn the other one
	 * @throws Exception if the setter fails, or where it puts its value cannot be found
	 * out
	 */
	void restore(Object bean, Object standIn) throws Exception {
		if (!this.property.isReadable()) {
			restoreHidden(bean, standIn);
			return;
		}
		Object initial = this.property.read(standIn);
		Field field = this.property.valueField();
		if (field != null) {
			hand(bean, initial);
			correct(field, bean, standIn);
		}
		else {
			this.property.set(bean, initial);
			if (isComparable(standIn, initial) && !Handed.isEqual(this.property.read(bean), initial)) {
				correctHidden(bean, standIn);
			}
		}
	}

	/**
	 * A getter may make a new object each time, which may be equal to no other.
	 * @param standIn a bean
	 * @param read what was read from it
	 * @return whether reading it once more gives the same
	 */
	private boolean isComparable(Object standIn, @Nullable Object read) throws Exception {
		return Handed.isEqual(this.property.read(standIn), read);
	}

	private void restoreHidden(Object bean, Object standIn) throws Exception {
		Field field = written();
		if (field != null) {
			Object initial = field.get(standIn);
			if (this.property.accepts(initial)) {
				hand(bean, initial);
			}
			correctHidden(field, bean, standIn);
		}
	}

	private void correctHidden(Object bean, Object standIn) throws Exception {
		Field field = written();
		if (field != null) {
			correctHidden(field, bean, standIn);
		}
	}

	/**
	 * What a setter makes of what it is given may be a running thing.
	 * @param field where the setter puts it
	 * @param bean the live bean
	 * @param standIn the other one
	 */
	private static void correctHidden(Field field, Object bean, Object standIn) throws Exception {
		if (Handed.isPlain(field.get(bean)) && Handed.isPlain(field.get(standIn))) {
			correct(field, bean, standIn);
		}
	}

	private void hand(Object bean, @Nullable Object initial) throws Exception {
		try {
			this.property.set(bean, initial);
		}
		catch (Exception ex) {
			if (isTaken(initial)) {
				throw ex;
			}
		}
	}

	private boolean isTaken(@Nullable Object initial) {
		try {
			this.property.set(this.unbound.get(), initial);
			return true;
		}
		catch (Exception ex) {
			return false;
		}
	}

	private static void correct(Field field, Object bean, Object standIn) throws Exception {
		Object initial = field.get(standIn);
		if (!Handed.isEqual(field.get(bean), initial)) {
			field.set(bean, initial);
		}
	}

	/**
	 * Where a value goes shows on an instance that nobody uses: the setter is called with
	 * what the bean has been given, and the one field that is another one then had the
	 * initial value.
	 * @return the field, {@code null} if there is none
	 */
	private @Nullable Field written() throws Exception {
		Object scratch = this.unbound.get();
		Map<Field, Object> initial = fields(scratch);
		this.property.set(scratch, this.given);
		Map<Field, Object> afterwards = fields(scratch);
		List<Field> written = initial.keySet()
			.stream()
			.filter((field) -> !isSame(initial.get(field), afterwards.get(field)))
			.toList();
		if (written.isEmpty()) {
			return null;
		}
		if (written.size() > 1 || !isReturned(initial.get(written.get(0)), afterwards.get(written.get(0)))) {
			throw new IllegalStateException("Its initial value cannot be read");
		}
		return written.get(0);
	}

	private boolean isReturned(@Nullable Object initial, @Nullable Object afterwards) {
		return this.property.accepts(initial) || (Handed.isPlain(initial) && Handed.isPlain(afterwards));
	}

	private static boolean isSame(@Nullable Object left, @Nullable Object right) {
		return left == right || (left instanceof Number || left instanceof Boolean || left instanceof Character)
				&& left.equals(right);
	}

	private static Map<Field, Object> fields(Object instance) {
		Map<Field, Object> values = new LinkedHashMap<>();
		ReflectionUtils.doWithFields(instance.getClass(), (field) -> {
			ReflectionUtils.makeAccessible(field);
			values.put(field, field.get(instance));
		}, (field) -> !Modifier.isStatic(field.getModifiers()));
		return values;
	}

}
