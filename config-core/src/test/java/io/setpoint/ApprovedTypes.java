package io.setpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The public types of a module, and those that were approved.
 *
 * @param module one type of the module
 * @param promised the list of what applications may rely on
 * @param visible the list of what is merely visible, because another package needs it
 */
record ApprovedTypes(Class<?> module, String promised, String visible) {

	void assertThatThePublicTypesAreThese() throws IOException {
		TreeSet<String> types = new TreeSet<>();
		for (JavaClass type : new ClassFileImporter()
			.importUrl(this.module.getProtectionDomain().getCodeSource().getLocation())) {
			if (type.getModifiers().contains(JavaModifier.PUBLIC) && isReachable(type)) {
				types.add(type.getName());
			}
		}
		TreeSet<String> approved = new TreeSet<>(lines(this.promised));
		approved.addAll(lines(this.visible));
		assertThat(String.join("\n", types)).isEqualTo(String.join("\n", approved));
	}

	void assertThatNoneIsInBothLists() throws IOException {
		assertThat(lines(this.promised)).doesNotContainAnyElementsOf(lines(this.visible));
	}

	private static List<String> lines(String list) throws IOException {
		return new ClassPathResource(list).getContentAsString(StandardCharsets.UTF_8).lines().toList();
	}

	private static boolean isReachable(JavaClass type) {
		return !type.isAnonymousClass() && type.getEnclosingClass()
			.map((enclosing) -> enclosing.getModifiers().contains(JavaModifier.PUBLIC) && isReachable(enclosing))
			.orElse(true);
	}

}
