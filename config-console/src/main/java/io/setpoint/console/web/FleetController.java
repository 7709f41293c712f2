package io.setpoint.console.web;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.Configuration;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The live instances of a configuration.
 */
@Controller
final class FleetController {

	private static final int MOST = 1000;

	private final Pages pages;

	private final Times times;

	FleetController(Pages pages, Times times) {
		this.pages = pages;
		this.times = times;
	}

	@GetMapping({ "/{name}/fleet", Links.CONFIGURATIONS + "/{name}/fleet" })
	ModelAndView fleet(@PathVariable String name, @RequestParam(defaultValue = "") String find, Rights person) {
		Configuration configuration = this.pages.visible(person, name);
		List<InstanceRow> rows = configuration.members()
			.stream()
			.map((member) -> InstanceRow.of(configuration, member, this.times))
			.filter((row) -> row.contains(find.strip().toLowerCase(Locale.ROOT)))
			.sorted(Comparator.comparing(InstanceRow::square))
			.limit(MOST)
			.toList();
		return this.pages.page("fleet", "Fleet", person, name)
			.addObject("name", name)
			.addObject("find", find)
			.addObject("rows", rows)
			.addObject("squares", Squares.of(configuration, 0))
			.addObject("unreadable", configuration.unreadable())
			.addObject("conductor", configuration.conductor());
	}

}
